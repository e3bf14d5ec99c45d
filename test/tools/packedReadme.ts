/** Where the texts begin when they are one. */
const beginnings: Readonly<Record<string, string>> = { 'README.md': '#azure-classic-for-vs-code', 'README.es.md': '#azure-classic-para-vs-code' };

/**
 * The README as the .vsix has it, both languages in one: VS Code shows that file and no other on the extension's page. The page
 * loads pictures from https: addresses only, not from the package and no data: (VS Code 1.139), and follows no link to a file;
 * so pictures are left out, and of a link there stay its words and the file's name.
 */
export const packedReadme = (texts: readonly string[]): string => texts.map((text) => text
  .replace(/^!\[[^\]]*\]\((?!https:)[^)]+\)\n\n/gm, '')
  .replace(/\[([^\]]+)\]\((?!https:|#)([^)]+)\)/g, (_, words: string, file: string) => (beginnings[file] ? `[${words}](${beginnings[file]})` : words === file ? file : `${words} (${file})`))).join('\n');
