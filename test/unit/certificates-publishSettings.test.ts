import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPkcs12, buildPublishSettings, makeManagementCertificate, readPkcs12, readPublishSettings, readPublishSettingsFile, type CertificateCode, type PemCertificate } from '../../src/certificates/index.ts';

/** The beginning of any PKCS#12, enough where nothing opens it. */
const pfx = Buffer.from('3082010002010330', 'hex').toString('base64');

describe('publish settings', () => {
  const assertRefused = (xml: string, code: CertificateCode, message: RegExp) =>
    assert.throws(() => readPublishSettings(xml, 'my.publishsettings'), { name: 'CertificateError', code, message });
  const withSubscription = (attributes: string, profile = '') => `<PublishData><PublishProfile ${profile}><Subscription ${attributes}/></PublishProfile></PublishData>`;

  it('that we write are read back, certificate included', async () => {
    const certificate = await makeManagementCertificate({ commonName: 'mine', days: 365, now: new Date() });
    const subscriptions = [
      { subscriptionId: '11111111-1111-1111-1111-111111111111', name: 'Año "nuevo" <& viejo>', endpoint: 'https://127.0.0.1:8443', pfx: await buildPkcs12(certificate) },
      { subscriptionId: '22222222-2222-2222-2222-222222222222', name: 'two', endpoint: 'https://management.core.chinacloudapi.cn', pfx: await buildPkcs12(certificate) },
    ];
    const read = readPublishSettings(buildPublishSettings(subscriptions));
    assert.deepEqual(read, subscriptions);
    assert.deepEqual(await readPkcs12(read[0]!.pfx), certificate);
  });

  it('have Azure\'s own address where they name none, and the id where there is no name', () => {
    assert.deepEqual(readPublishSettings(withSubscription('Id=" a "', `ManagementCertificate="${pfx}"`)),
      [{ subscriptionId: 'a', name: 'a', endpoint: 'https://management.core.windows.net', pfx: Buffer.from(pfx, 'base64') }]);
  });

  it('say what is wrong with them', () => {
    assertRefused('<PublishData><PublishProfile>\n <Subscription Id="a>', 'PublishSettingsMalformed', /^my\.publishsettings is not well-formed XML at line \d+, column \d+: /);
    assertRefused('<!DOCTYPE a><PublishData/>', 'PublishSettingsMalformed', /DOCTYPE/);
    assertRefused('<Project/>', 'NotPublishSettings', /its first element is Project/);
    assertRefused('<publishData><publishProfile publishMethod="MSDeploy"/></publishData>', 'WebDeployProfile', /of a web site/);
    assertRefused('<PublishData><PublishProfile/></PublishData>', 'NoSubscriptions', /without a subscription/);
    assertRefused(withSubscription(`Name="x" ManagementCertificate="${pfx}"`), 'SubscriptionWithoutId', /subscription number 1 has no Id/);
    assertRefused(withSubscription('Id="a"'), 'SubscriptionCertificateMissing', /subscription a has no management certificate/);
    assertRefused(withSubscription('Id="a" ManagementCertificate="aGVsbG8="'), 'SubscriptionCertificateInvalid', /is not a PKCS#12/);
    for (const url of ['http://management.core.windows.net', 'management.core.windows.net', '']) {
      assertRefused(withSubscription(`Id="a" ServiceManagementUrl="${url}" ManagementCertificate="${pfx}"`), 'SubscriptionEndpointInvalid', /is not an https address/);
    }
  });
});

describe('a publish settings file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'azure-classic-publish-'));
  const now = new Date('2026-11-24T12:00:00Z');
  const write = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  let good: PemCertificate;
  let old: PemCertificate;
  before(async () => {
    [good, old] = await Promise.all([now, new Date('2014-01-01')].map((at) => makeManagementCertificate({ commonName: 'mine', days: 365, now: at }))) as [PemCertificate, PemCertificate];
  });
  after(() => rmSync(folder, { recursive: true }));

  it('gives each subscription its opened certificate, and says which is no good', async () => {
    const endpoint = 'https://management.core.windows.net';
    const [current, expired] = await Promise.all([good, old].map((certificate) => buildPkcs12(certificate))) as [Buffer, Buffer];
    const file = write('three.publishsettings', buildPublishSettings([
      { subscriptionId: 'a', name: 'A', endpoint, pfx: current }, { subscriptionId: 'b', name: 'B', endpoint, pfx: expired },
      { subscriptionId: 'c', name: 'C', endpoint, pfx: await buildPkcs12(good, 'sesame') },
    ]));
    const read = await readPublishSettingsFile(file, now);
    assert.deepEqual(read.map(({ name, certificate, problems }) => [name, certificate, problems.map(({ code }) => code)]),
      [['A', good, []], ['B', old, ['Expired']], ['C', undefined, ['SubscriptionCertificateInvalid']]]);
    assert.match(read[2]!.problems[0]!.message, /three\.publishsettings: the management certificate of subscription c/);
  });

  it('is told from what people take for one', async () => {
    const refused = (content: string, code: CertificateCode) => assert.rejects(readPublishSettingsFile(write('given', content), now), { code });
    await refused('<publishData><publishProfile publishMethod="MSDeploy" userPWD="secret"/></publishData>', 'WebDeployProfile');
    await refused(good.cert + good.key, 'CertificateFileGiven');
    await refused(good.cert, 'CertificateFileGiven');
    await refused('', 'NoSubscriptions');
    await refused('hello', 'PublishSettingsMalformed');
    await assert.rejects(readPublishSettingsFile(join(folder, 'nowhere'), now), { code: 'FileNotFound' });
  });
});
