const longest = 300;
const mostItems = 50;
const mostInAll = 12_000;

/**
 * What the service said, as JSON for a language model: no text can end its own quotation, none is longer than 300 characters and no list
 * longer than 50, so that a label or message can neither pose as an instruction nor crowd out the rest. `left` counts what was left off a list.
 */
export function quote(data: unknown): string {
  const text = JSON.stringify(bounded(data));
  return text.length <= mostInAll ? text : JSON.stringify({ tooLong: true, beginning: text.slice(0, mostInAll / 2) });
}

function bounded(value: unknown): unknown {
  if (typeof value === 'string') {
    const plain = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
    return plain.length > longest ? `${plain.slice(0, longest)}...` : plain;
  }
  if (Array.isArray(value)) {
    const kept = value.slice(0, mostItems).map(bounded);
    return value.length > mostItems ? { items: kept, left: value.length - mostItems } : kept;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, bounded(each)]));
}
