import assert from 'node:assert/strict';
import { cloudOf, clouds, isLoopback, sameCloud } from '../../src/client/clouds.ts';

const same = (endpoint: string, target: string): boolean => sameCloud(new URL(endpoint), new URL(target));

describe('The known clouds', () => {
  it('are found by their endpoint and by their regional hosts', () => {
    for (const cloud of clouds) {
      assert.equal(cloudOf(new URL(cloud.endpoint)), cloud);
      assert.equal(cloudOf(new URL(cloud.endpoint.replace('://', '://ussouth.'))), cloud);
    }
    for (const other of ['https://127.0.0.1', 'https://core.windows.net', 'https://xmanagement.core.windows.net', 'https://management.core.windows.net.example.com']) {
      assert.equal(cloudOf(new URL(other)), undefined);
    }
  });

  it('let a request go on to their other hosts, at any port, and nowhere else', () => {
    for (const { endpoint } of clouds) {
      assert.ok(same(endpoint, `${endpoint.replace('://', '://ussouth.')}:8443/x?y`));
      for (const other of clouds) assert.equal(same(endpoint, other.endpoint), endpoint === other.endpoint);
    }
    const global = clouds[0]!.endpoint;
    for (const outside of [
      'http://management.core.windows.net', 'https://management.core.windows.net.example.com', 'https://evil-management.core.windows.net',
      'https://core.windows.net', 'https://x.blob.core.windows.net', 'https://management.core.windows.net@example.com', 'https://127.0.0.1',
    ]) assert.ok(!same(global, outside), outside);
    assert.ok(same('https://ussouth.management.core.windows.net', global));
  });

  it('leave an endpoint of one\'s own its own host only, at any port', () => {
    assert.ok(same('https://127.0.0.1:1', 'https://127.0.0.1:2/x'));
    assert.ok(same('https://asm.example.com', 'https://ASM.example.com:8443'));
    for (const outside of ['https://localhost:1', 'https://127.0.0.2:1', 'http://127.0.0.1:1', 'https://management.core.windows.net']) {
      assert.ok(!same('https://127.0.0.1:1', outside), outside);
    }
    assert.ok(!same('https://asm.example.com', 'https://x.asm.example.com'));
  });

  it('tell this machine from others', () => {
    const local = (url: string) => isLoopback(new URL(url).hostname);
    for (const here of ['https://127.0.0.1', 'https://127.9.8.7', 'https://127.1', 'https://[::1]:5', 'https://LOCALHOST']) assert.ok(local(here), here);
    for (const there of ['https://127.0.0.1.example.com', 'https://localhost.example.com', 'https://10.0.0.1', 'https://[::2]', 'https://0.0.0.0', 'https://128.0.0.1']) assert.ok(!local(there), there);
  });
});
