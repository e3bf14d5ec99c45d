import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The README as the .vsix has it. The page of an extension in VS Code loads nothing of the package (its policy lets https: and
 * data: through), so that pictures go along in the text, and a link to a file becomes the file's name.
 * @param folder where the relative addresses begin
 */
export const packedReadme = (text: string, folder: string): string => text
  .replace(/!\[([^\]]*)\]\((?!\w+:)([^)]+\.png)\)/g, (_, alt: string, picture: string) => `![${alt}](data:image/png;base64,${readFileSync(path.join(folder, picture), 'base64')})`)
  .replace(/(?<!!)\[([^\]]+)\]\((?![\w+]+:|#)([^)]+)\)/g, (_, words: string, file: string) => (words === file ? file : `${words} (${file})`));
