import { randomBytes } from 'node:crypto';

/** Bytes of the footer, which is all that a fixed VHD has beside the disk itself. */
export const footerBytes = 512;

const fixed = 2;
const checksumAt = 64;

/**
 * The end of a fixed VHD for a disk of `bytes`, as the real service wrote it (creator `wa`). Virtual Hard Disk Image Format Specification
 * 1.0, "Hard Disk Footer Format"; big-endian.
 */
export function vhdFooter(bytes: number, made = new Date(), uniqueId = randomBytes(16)): Buffer {
  const footer = Buffer.alloc(footerBytes);
  footer.write('conectix', 0, 'latin1');
  footer.writeUInt32BE(2, 8); // features: a bit that is always set
  footer.writeUInt32BE(0x10000, 12); // version of the format
  footer.fill(0xff, 16, 24); // where the header is: a fixed disk has none
  footer.writeUInt32BE(Math.floor((made.getTime() - Date.UTC(2000, 0, 1)) / 1000), 24);
  footer.write('wa\0\0', 28, 'latin1');
  footer.writeUInt32BE(0x70000, 32);
  footer.write('Wi2k', 36, 'latin1');
  footer.writeBigUInt64BE(BigInt(bytes), 40); // when it was made
  footer.writeBigUInt64BE(BigInt(bytes), 48); // now
  writeGeometry(footer, bytes);
  footer.writeUInt32BE(fixed, 60);
  uniqueId.copy(footer, 68);
  footer.writeUInt32BE(checksum(footer), checksumAt);
  return footer;
}

/** Bytes of the disk whose VHD ends with `footer`, or undefined where that is not the footer of a fixed VHD. */
export function diskBytes(footer: Buffer): number | undefined {
  if (footer.length !== footerBytes || footer.toString('latin1', 0, 8) !== 'conectix') return undefined;
  if (footer.readUInt32BE(60) !== fixed || footer.readUInt32BE(checksumAt) !== checksum(footer)) return undefined;
  return Number(footer.readBigUInt64BE(48));
}

/** One's complement of the sum of all bytes but its own. */
function checksum(footer: Buffer): number {
  let sum = 0;
  for (const [index, byte] of footer.entries()) if (index < checksumAt || index >= checksumAt + 4) sum += byte;
  return ~sum >>> 0;
}

/** "CHS Calculation" of the specification, for disks of 248 MB and more; the largest geometry there is stands for all beyond 127 GB. */
function writeGeometry(footer: Buffer, bytes: number): void {
  const sectors = Math.min(bytes / 512, 65535 * 16 * 255);
  const heads = 16;
  const sectorsPerTrack = sectors >= 65535 * heads * 63 ? 255 : 63;
  footer.writeUInt16BE(Math.floor(sectors / sectorsPerTrack / heads), 56);
  footer.writeUInt8(heads, 58);
  footer.writeUInt8(sectorsPerTrack, 59);
}
