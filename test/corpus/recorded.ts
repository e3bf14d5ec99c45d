import { existsSync, readFileSync } from 'node:fs';
import { localName, readXml } from '../../src/xml/reader.ts';

/** One line of `../shared/corpus/exchanges.jsonl`: a request to the real service and its answer. */
export interface Exchange {
  operation: string; method: string; url: string; requestHeaders: Record<string, string>; requestBody: string | null;
  status: number; responseHeaders: Record<string, string>; responseBody: string; file: string; index: number;
}

const recorded = new URL('../../../shared/corpus/exchanges.jsonl', import.meta.url);

/** Undefined where the corpus is not there. */
export function readExchanges(): Exchange[] | undefined {
  return existsSync(recorded) ? readFileSync(recorded, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Exchange) : undefined;
}

export const placeOf = ({ file, index }: Exchange): string => `${file.split('/').at(-1)} #${index}`;

/** We write instants to the second, as nearly all were; a few had fractions down to 100 ns, which a Date cannot hold. */
export const toTheSecond = (value: string): string => value.replace(/(?<=^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d+(?=Z$)/i, '');

/** One element as nested arrays: name, xsi attributes, then text or children; what two equal documents have in common. */
export type Tree = [name: string, attributes: string[], content: string | Tree[]];

export function tree(xml: string): Tree {
  const root: Tree[] = [];
  const stack: { children: Tree[]; text: string; name: string; attributes: string[] }[] = [{ children: root, text: '', name: '', attributes: [] }];
  readXml(xml, {
    open: (name, attributes) => stack.push({
      children: [], text: '', name: localName(name),
      attributes: Object.entries(attributes).filter(([key]) => !key.startsWith('xmlns')).map(([key, value]) => `${localName(key)}=${value}`).sort(),
    }),
    text: (text) => { stack.at(-1)!.text += text; },
    close: () => {
      const { children, text, name, attributes } = stack.pop()!;
      stack.at(-1)!.children.push([name, attributes, children.length > 0 ? children : toTheSecond(text.trim())]);
    },
  });
  return root[0]!;
}
