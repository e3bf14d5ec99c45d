import { ServiceFileError } from './errors.ts';

/**
 * The text of a .cscfg or .csdef. A byte order mark decides (UTF-8, UTF-16), else it is UTF-8; what the XML declares is ignored,
 * because the service itself sends UTF-8 that declares utf-16 (wire-facts.md).
 */
export function decodeServiceFile(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new ServiceFileError('NotUtf8', 'The file is neither UTF-8 nor UTF-16 with a byte order mark. Save it as UTF-8.', {});
  }
}
