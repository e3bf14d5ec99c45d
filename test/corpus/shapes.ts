import type { Tree } from './recorded.ts';

/** What an answer is made of: for every path of elements (`HostedService/Deployments/Deployment`) each time it stood there, its children in order. */
export type Shape = ReadonlyMap<string, readonly (readonly string[])[]>;

export function shapeOf(root: Tree): Shape {
  const shape = new Map<string, string[][]>();
  const visit = ([name, , content]: Tree, path: string): void => {
    const at = path === '' ? name : `${path}/${name}`;
    const children = typeof content === 'string' ? [] : content;
    const seen = shape.get(at) ?? shape.set(at, []).get(at)!;
    seen.push(children.map(([child]) => child));
    for (const child of children) visit(child, at);
  };
  visit(root, '');
  return shape;
}

/**
 * How our answer differs in shape from the recorded answers of the same operation and status:
 * - an element that none of them has,
 * - one that is missing where all of them have it (of each element that holds others),
 * - two that stand the other way round than in all of them.
 */
export function compareShapes(ours: Shape, recorded: readonly Shape[]): string[] {
  const differences = new Set<string>();
  for (const [path, ourTimes] of ours) {
    const theirTimes = recorded.flatMap((shape) => shape.get(path) ?? []);
    if (theirTimes.length === 0) {
      differences.add(`${path} was never recorded`);
      continue;
    }
    const filled = theirTimes.filter((children) => children.length > 0);
    const always = filled.length === 0 ? [] : [...new Set(filled[0])].filter((name) => filled.every((children) => children.includes(name)));
    for (const children of ourTimes) {
      if (children.length > 0) for (const name of always) if (!children.includes(name)) differences.add(`${path}/${name} is missing`);
      for (const [i, first] of children.entries()) {
        const next = children[i + 1];
        if (next === undefined || next === first) continue;
        const both = theirTimes.filter((each) => each.includes(first) && each.includes(next));
        if (both.length > 0 && both.every((each) => each.indexOf(first) > each.lastIndexOf(next))) differences.add(`${path}: ${next} stands before ${first}`);
      }
    }
  }
  return [...differences].sort();
}
