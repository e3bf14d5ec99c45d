/* IPv4, as numbers. */

export function parseAddress(text: string): number | undefined {
  const parts = /^\d{1,3}(\.\d{1,3}){3}$/.test(text) ? text.split('.').map(Number) : [];
  return parts.length === 4 && parts.every((part) => part < 256) ? parts.reduce((sum, part) => sum * 256 + part, 0) : undefined;
}

export const formatAddress = (address: number): string => [24, 16, 8, 0].map((bits) => (address >>> bits) & 255).join('.');

/** From its first address to its last. */
export interface AddressRange { readonly first: number; readonly last: number }

/** `10.0.0.0/8`, whose `bits` are 8. */
export interface Prefix extends AddressRange { readonly bits: number }

/** Undefined for text that is no prefix, also for one that begins in its own middle. */
export function parsePrefix(text: string): Prefix | undefined {
  const [address = '', length = '', ...more] = text.split('/');
  const first = parseAddress(address);
  const bits = /^\d{1,2}$/.test(length) ? Number(length) : 33;
  const size = 2 ** (32 - bits);
  return first === undefined || more.length > 0 || bits > 32 || first % size !== 0 ? undefined : { first, last: first + size - 1, bits };
}

export const contains = (outer: AddressRange, inner: AddressRange): boolean => outer.first <= inner.first && inner.last <= outer.last;
export const overlap = (a: AddressRange, b: AddressRange): boolean => a.first <= b.last && b.first <= a.last;
