import assert from 'node:assert/strict';
import { readableJson, readableXml } from '../../src/client/index.ts';

const secrets = ['k3y+one==', 'k3y+two==', 'PD94bWw+', 'P@ssw0rd', 'SiGnAtUrE'];
const assertClean = (text: string | undefined) => secrets.forEach((secret) => assert.ok(!text!.includes(secret), `${secret} in ${text}`));

describe('an answer for a person to read', () => {
  it('has its dates as ISO text', () => {
    assert.equal(readableJson({ created: new Date('2014-10-01T12:00:00Z'), none: undefined }), '{\n  "created": "2014-10-01T12:00:00.000Z"\n}');
  });

  it('shows no storage keys, configuration, passwords or signatures in JSON', () => {
    const text = readableJson({
      storageServiceKeys: { primary: secrets[0], secondary: secrets[1] }, deployments: [{ name: 'v1', configuration: secrets[2] }], geoPrimaryRegion: 'West US',
      unknownElements: [{ name: 'AdminPassword', text: secrets[3], children: [] }], mediaLink: `https://a.blob.core.windows.net/c/b?sv=1&sig=${secrets[4]}&se=2`,
      operationParameters: [{ name: 'password', value: secrets[3] }, { name: 'body', value: `<a:CreateDeployment><a:Configuration>${secrets[2]}</a:Configuration><Name>v1</Name></a:CreateDeployment>` }],
    });
    assertClean(text);
    for (const kept of ['"configuration": "***"', '"name": "v1"', 'West US', 'sig=***&se=2', '<Name>v1</Name>']) assert.ok(text!.includes(kept), `${kept} in ${text}`);
  });

  it('shows none in XML either', () => {
    const text = readableXml(`<StorageService xmlns="urn:x"><StorageServiceKeys><Primary>${secrets[0]}</Primary><Secondary>${secrets[1]}</Secondary></StorageServiceKeys>`
      + `<Url>https://a/b?sig=${secrets[4]}</Url><GeoPrimaryRegion>West US</GeoPrimaryRegion><P><Name>AdminPassword</Name><Value>${secrets[3]}</Value></P>`
      + `<x:Configuration xmlns:x="urn:y">${secrets[2]}</x:Configuration></StorageService>`);
    assertClean(text);
    for (const kept of ['<Primary>***</Primary>', '<GeoPrimaryRegion>West US</GeoPrimaryRegion>', '<x:Configuration xmlns:x="urn:y">***</x:Configuration>', '\n  <P>\n    <Name>AdminPassword</Name>\n    <Value>***</Value>']) assert.ok(text!.includes(kept), `${kept} in ${text}`);
  });

  it('may be one item of a list, in the answer or somewhere within', () => {
    const item = { in: 'roleInstanceList', key: 'instanceName', value: 'Web_IN_1' };
    const answer = { name: 'v1', roleInstanceList: [{ instanceName: 'Web_IN_0' }, { instanceName: 'Web_IN_1', powerState: 'Started' }] };
    assert.deepEqual(JSON.parse(readableJson(answer, item)!), answer.roleInstanceList[1]);
    assert.deepEqual(JSON.parse(readableJson([{ name: 'a' }, { name: 'b' }], { key: 'name', value: 'b' })!), { name: 'b' });
    const instance = (name: string) => `<RoleInstance><InstanceName>${name}</InstanceName><Note i:nil="true"/></RoleInstance>`;
    assert.equal(readableXml(`<Deployment xmlns="urn:x" xmlns:i="urn:i"><RoleInstanceList>${instance('Web_IN_0')}${instance('Web_IN_1')}</RoleInstanceList></Deployment>`, item),
      '<RoleInstance xmlns="urn:x" xmlns:i="urn:i">\n  <InstanceName>Web_IN_1</InstanceName>\n  <Note i:nil="true"/>\n</RoleInstance>');
  });

  it('says when that item is gone', () => {
    assert.equal(readableJson([], { key: 'name', value: 'b' }), undefined);
    assert.equal(readableXml('<Locations/>', { key: 'name', value: 'b' }), undefined);
  });
});
