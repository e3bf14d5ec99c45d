import { readFileSync, globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { API } from 'typescript/unstable/sync';
import type { Node, SourceFile } from 'typescript/unstable/ast';

/** The repository's folder, with a trailing slash. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Source {
  /** From the repository's folder: `src/ui/errors.ts`. */
  readonly path: string;
  readonly text: string;
  readonly tree: SourceFile;
}

export const readJson = (path: string) => JSON.parse(readFileSync(root + path, 'utf8'));

/** Every TypeScript file under a folder of the repository, parsed by the compiler that checks it. */
export function readSources(folder: string): Source[] {
  const api = new API({ cwd: root });
  try {
    const [project] = api.updateSnapshot({ openProjects: [`${root}tsconfig.json`] }).getProjects();
    return globSync(`${folder}/**/*.ts`, { cwd: root, exclude: ['**/node_modules/**'] }).sort().map((path) => {
      const tree = project?.program.getSourceFile(root + path);
      if (!tree) throw new Error(`${path} is not part of tsconfig.json`);
      return { path, text: tree.text, tree };
    });
  } finally {
    api.close();
  }
}

/** All nodes below one, in the order they stand. */
export function* nodesOf(node: Node): Generator<Node> {
  const children: Node[] = [];
  node.forEachChild((child) => { children.push(child); });
  for (const child of children) {
    yield child;
    yield* nodesOf(child);
  }
}

/** `src/ui/errors.ts:12` */
export const placeOf = ({ path, tree }: Source, node: Node): string => `${path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
