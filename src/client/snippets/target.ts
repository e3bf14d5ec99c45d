/** Where a copied call goes. The certificate is a placeholder always. */
export interface SnippetTarget {
  readonly endpoint: string;
  readonly subscriptionId: string;
  /** The server is known by an authority of its own, the emulator's. */
  readonly ownAuthority: boolean;
  /** What times are told by. */
  readonly now: Date;
}

export const certificate = 'CERTIFICATE.pem';
export const authority = 'CA.pem';

/** A string literal that Python and TypeScript read alike. */
export const quoted = (text: string): string => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
