import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { startConnectProxy } from './connectProxy.ts';
import { StagingRig, failure } from './stagingRig.ts';

const login = `Basic ${Buffer.from('ana:contraseña:1').toString('base64')}`;

describe('Uploads through a proxy', function () {
  this.timeout(30_000);
  const rig = new StagingRig();
  const environment = process.env['HTTPS_PROXY'];
  afterEach(() => { if (environment === undefined) delete process.env['HTTPS_PROXY']; else process.env['HTTPS_PROXY'] = environment; });

  it('reach storage with its login, as the same bytes', async () => {
    const account = { ...rig.account(), blobEndpoint: 'http://blobs.contoso.test/demo', proxy: { origin: rig.proxy.endpoint, authorization: login } };
    const { url } = await rig.upload({ account });
    assert.match(url, /^http:\/\/blobs\.contoso\.test\/demo\//);
    assert.ok(rig.proxy.seen.length > 16);
    for (const { headers } of rig.proxy.seen) assert.deepEqual([headers.host, headers['proxy-authorization']], ['blobs.contoso.test', login]);
    assert.deepEqual((await rig.download(url.replace('http://blobs.contoso.test/demo', rig.account().blobEndpoint))).bytes, readFileSync(rig.file));
  });

  it('ask it for a tunnel to the real storage', async () => {
    const asked: unknown[] = [];
    const proxy = await startConnectProxy((host, authorization) => { asked.push([host, authorization]); return { status: 407 }; });
    try {
      await failure(rig.upload({ account: { ...rig.account(), blobEndpoint: 'https://demo.blob.core.windows.net/', proxy: { origin: proxy.origin, authorization: login } } }));
      assert.deepEqual(asked[0], ['demo.blob.core.windows.net:443', login]);
    } finally {
      await proxy.close();
    }
  });

  it('go past one that only the environment names, and past any to this computer', async () => {
    process.env['HTTPS_PROXY'] = 'http://127.0.0.1:1';
    await rig.upload({ account: { ...rig.account(), proxy: { origin: 'http://127.0.0.1:1' } } });
  });
});
