import assert from 'node:assert/strict';
import { diskBytes, vhdFooter } from '../../src/emulator/blobs/vhd.ts';

const GiB = 1024 ** 3;

/** What stood at the end of a 5 GB disk that Azure had made, as its owner showed it (qemu-devel, "vpc: Read images exported from Azure correctly"). */
const ofAzure = Buffer.concat([Buffer.from(`
  63 6f 6e 65 63 74 69 78  00 00 00 02 00 01 00 00
  ff ff ff ff ff ff ff ff  2e c7 9b 96 77 61 00 00
  00 07 00 00 57 69 32 6b  00 00 00 01 40 00 00 00
  00 00 00 01 40 00 00 00  28 a2 10 3f 00 00 00 02
  ff ff e7 47 8c 54 df 94  bd 35 71 4c 94 5f e5 44
  44 53 92 1a 00 00 00 00  00 00 00 00 00 00 00 00`.replaceAll(/\s/g, ''), 'hex')], 512);

describe('the footer of a VHD', () => {
  it('is byte for byte the one that Azure wrote', () => {
    const made = new Date(Date.UTC(2000, 0, 1) + 0x2ec79b96 * 1000);
    assert.deepEqual(vhdFooter(5 * GiB, made, ofAzure.subarray(68, 84)), ofAzure);
  });

  it('says how large the disk is', () => {
    assert.equal(diskBytes(ofAzure), 5 * GiB);
    for (const gigabytes of [1, 30, 127, 1023, 2040]) assert.equal(diskBytes(vhdFooter(gigabytes * GiB)), gigabytes * GiB);
  });

  it('has the geometry that the specification calculates', () => {
    const geometry = (gigabytes: number) => {
      const footer = vhdFooter(gigabytes * GiB);
      return [footer.readUInt16BE(56), footer[58], footer[59]];
    };
    assert.deepEqual([1, 31, 32, 127, 128, 1023].map(geometry), [
      [2080, 16, 63], [64495, 16, 63], [16448, 16, 255], [65278, 16, 255], [65535, 16, 255], [65535, 16, 255],
    ]);
  });

  it('is not taken for one when a byte of it is wrong, or when it belongs to another kind of VHD', () => {
    for (const at of [0, 7, 20, 50, 64, 70, 511]) {
      const damaged = Buffer.from(ofAzure);
      damaged[at]! ^= 1;
      assert.equal(diskBytes(damaged), undefined, `byte ${at}`);
    }
    const dynamic = Buffer.from(ofAzure);
    dynamic[63] = 3; // one more, and so the checksum one less
    dynamic[67]! -= 1;
    assert.equal(diskBytes(dynamic), undefined);
    assert.equal(diskBytes(ofAzure.subarray(0, 511)), undefined);
    assert.equal(diskBytes(Buffer.alloc(512)), undefined);
  });
});
