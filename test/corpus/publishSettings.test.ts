import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { CertificateError, decodeText, describeCertificate, identifyCertificateFile, readPkcs12, readPublishSettings } from '../../src/certificates/index.ts';

const folder = new URL('../../../shared/corpus/files/publishsettings/', import.meta.url);
const bytesOf = (start: string) => readFileSync(new URL(readdirSync(folder).find((name) => name.startsWith(start))!, folder));
const read = (start: string) => readPublishSettings(decodeText(bytesOf(start)));

describe('publish settings that others wrote', function () {
  before(function () {
    if (!existsSync(folder)) this.skip();
  });

  /** File (its first letters), subscriptions, endpoint of the first, thumbprint of its certificate as openssl tells it. */
  const valid: [string, number, string, string][] = [
    ['0950c08a41', 1, 'https://managementvnetnext.rdfetest.dnsdemo4.com', '902DBDFD2E98F0A159464F8CDE7D0A67C545F0CD'],
    ['09cc20bdb7', 1, 'https://management.core.windows.net', '5C340D2C30F475C98CFDABE18C74CB5D334CDB2C'],
    ['41b00dffeb', 1, 'https://management.core.chinacloudapi.cn', '12D09EC0008EEE10C1B80AB70B3739E6BC509BB3'],
    ['455ad34a80', 6, 'https://newmanagement.core.windows.net', '12D09EC0008EEE10C1B80AB70B3739E6BC509BB3'],
    ['4a533f0de9', 6, 'https://management.core.chinacloudapi.cn', '12D09EC0008EEE10C1B80AB70B3739E6BC509BB3'],
    ['4b5acef52a', 6, 'https://management.core.windows.net', '12D09EC0008EEE10C1B80AB70B3739E6BC509BB3'],
    ['6fd6a06bfd', 1, 'https://management.core.windows.net', '14AECB5E563AC4573A68885CE6610C3E7639B422'],
    ['800485af0b', 2, 'https://test-id-1.core.windows.net', '281BBC6D1A66F2960B30C94AB2615246B8BC3A76'],
    ['859ca3e721', 3, 'https://management.core.windows.net', '739512A898201FE32E0E46B60ADA1CBCC3B2990B'],
    ['a199980ffb', 4, 'https://management.core.windows.net', '12D09EC0008EEE10C1B80AB70B3739E6BC509BB3'],
    ['ac78523b0d', 1, 'https://managementvnetnext.rdfetest.dnsdemo4.com', '902DBDFD2E98F0A159464F8CDE7D0A67C545F0CD'],
    ['ebf6f80207', 1, 'https://management.core.windows.net', 'CD95B9680EBDECC942EC473F2D2E290A9C8BA49A'],
  ];
  for (const [file, count, endpoint, thumbprint] of valid) {
    it(`${file}: ${count} of ${new URL(endpoint).host}`, async () => {
      assert.equal(identifyCertificateFile(bytesOf(file)), 'publishSettings');
      const subscriptions = read(file);
      assert.equal(subscriptions.length, count);
      assert.equal(subscriptions[0]!.endpoint, endpoint);
      assert.equal(describeCertificate((await readPkcs12(subscriptions[0]!.pfx)).cert).thumbprint, thumbprint);
      for (const { pfx } of subscriptions) await readPkcs12(pfx);
    });
  }

  it('schema 2.0 has an address and a certificate for each subscription', () => {
    const [one, two] = read('800485af0b');
    assert.deepEqual([one!.subscriptionId, one!.name, two!.subscriptionId, two!.name, two!.endpoint],
      ['test-id-1', 'test-1', 'test-id-2', 'test-2', 'https://test-id-2.core.windows.net']);
    assert.notDeepEqual(one!.pfx, two!.pfx);
  });

  it('a name of white space is replaced by the id', () => {
    assert.deepEqual(read('a199980ffb').map(({ name }) => name), ['f62b1e05-af8f-4203-8f97-421089adc053', 'Windows Azure Sandbox 9-220', 'TestSubscription1', 'TestSubscription2']);
  });

  it('those that are none are refused', () => {
    const refused = Object.fromEntries(['47e2a406af', '643139d7b6', 'a74b0a2cd9', 'ec0b99db08'].map((file) => {
      try {
        return [file, read(file)];
      } catch (error) {
        assert.ok(error instanceof CertificateError);
        return [file, error.code];
      }
    }));
    assert.deepEqual(refused, {
      '47e2a406af': 'NotPublishSettings',
      '643139d7b6': 'PublishSettingsMalformed',    // a tar archive by another name
      'a74b0a2cd9': 'SubscriptionCertificateInvalid', // a certificate without key
      ec0b99db08: 'NotPublishSettings',
    });
    assert.equal(identifyCertificateFile(bytesOf('643139d7b6')), 'unknown');
  });

  it('a certificate whose seal is broken is not opened', async () => {
    // openssl says "Mac verify error" of it, too: someone changed bytes of a real one by hand.
    await assert.rejects(readPkcs12(read('411d670400')[0]!.pfx), { code: 'PassphraseNeeded' });
  });
});
