import assert from 'node:assert/strict';
import { buildPkcs12, buildPublishSettings, makeManagementCertificate, readPkcs12, readPublishSettings, type CertificateCode } from '../../src/certificates/index.ts';

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
