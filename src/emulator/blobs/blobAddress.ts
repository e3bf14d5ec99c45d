import { BlobStoreError } from './errors.ts';

/** Where a blob of this store is, and its parts, decoded. */
export interface BlobAddress {
  readonly account: string;
  readonly container: string;
  readonly blob: string;
  /** `<endpoint>/ACCOUNT/CONTAINER/BLOB`, without query: one blob has one, however its address was written. */
  readonly url: string;
}

const accountHost = /^([a-z0-9]{3,24})\.blob\.core\.windows\.net$/;

/**
 * Understands this store's own address of a blob and the real service's, `http(s)://ACCOUNT.blob.core.windows.net/CONTAINER/BLOB`, which
 * means the account of that name in this store. Undefined for any other text.
 */
export function blobAddress(endpoint: string, text: string): BlobAddress | undefined {
  const own = new URL(endpoint);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return undefined;
  const isOwn = url.protocol === own.protocol && url.port === own.port && [own.hostname, '127.0.0.1', 'localhost'].includes(url.hostname);
  const real = /^https?:$/.test(url.protocol) && url.port === '' ? accountHost.exec(url.hostname)?.[1] : undefined;
  if (!isOwn && real === undefined) return undefined;
  const [, account, container, blob] = /^\/([a-z0-9]{3,24})\/([^/]+)\/(.+)$/s.exec(decoded(real === undefined ? url.pathname : `/${real}${url.pathname}`)) ?? [];
  if (account === undefined || container === undefined || blob === undefined) return undefined;
  // Encoded dots are dots again once decoded, and would lead out of the container.
  const steps = [container, ...blob.split('/')];
  if (steps.some((step) => step === '.' || step === '..')) return undefined;
  return { account, container, blob, url: `${endpoint}/${account}/${steps.map(encodeURIComponent).join('/')}` };
}

/** @throws BlobStoreError `NotThisStore` */
export function ownBlob(endpoint: string, text: string): BlobAddress {
  const address = blobAddress(endpoint, text);
  if (address) return address;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const shown = url ? `${url.origin}${url.pathname}` : '';
  throw new BlobStoreError('NotThisStore',
    `${shown || 'The address given'} is not the URL of a blob in this store: ${endpoint}/ACCOUNT/CONTAINER/BLOB or https://ACCOUNT.blob.core.windows.net/CONTAINER/BLOB is expected.`,
    { url: shown, endpoint });
}

/** Empty where the percent signs encode nothing. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}
