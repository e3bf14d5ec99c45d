import assert from 'node:assert/strict';
import { chooseProxy, type ProxySettings } from '../../src/client/proxy.ts';

const endpoint = 'https://management.core.windows.net';
const choose = (settings: Partial<ProxySettings>, at = endpoint) => chooseProxy(new URL(at), { environment: {}, ...settings });
const plain = (origin: string) => ({ origin, authorization: undefined });
const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;

describe('The proxy of an endpoint', () => {
  it('is none where none is named', () => {
    assert.equal(choose({}), undefined);
    assert.equal(choose({ proxy: '', noProxy: [], authorization: null, support: 'override', environment: { HTTPS_PROXY: '' } }), undefined);
  });

  it('is that of the settings, else that of the environment', () => {
    const environment = { HTTPS_PROXY: 'http://of.environment:3128' };
    assert.deepEqual(choose({ proxy: 'http://of.settings:8080/', environment }), plain('http://of.settings:8080'));
    assert.deepEqual(choose({ environment }), plain('http://of.environment:3128'));
    assert.deepEqual(choose({ environment: { https_proxy: 'https://lower.case' } }), plain('https://lower.case'));
    assert.equal(choose({ environment: { HTTP_PROXY: 'http://for.http.only' } }), undefined);
  });

  it('is none where VS Code is told to use none', () => {
    assert.equal(choose({ proxy: 'http://of.settings:8080', support: 'off' }), undefined);
  });

  it('is never one for this machine', () => {
    for (const here of ['https://127.0.0.1:8443', 'https://localhost', 'https://[::1]:5', 'https://127.9.9.9']) assert.equal(choose({ proxy: 'http://p:1' }, here), undefined, here);
  });

  it('is none for hosts that settings or environment except', () => {
    const excepted = (...noProxy: string[]) => choose({ proxy: 'http://p:1', noProxy }) === undefined && choose({ proxy: 'http://p:1', environment: { no_proxy: noProxy.join(', ') } }) === undefined;
    for (const entry of ['*', 'management.core.windows.net', 'MANAGEMENT.core.windows.net', 'core.windows.net', '.core.windows.net', '*.core.windows.net', 'windows.net:443']) assert.ok(excepted('other', entry), entry);
    for (const entry of ['', 'example.com', 'ement.core.windows.net', 'windows.net:8443', 'management.core.windows.net.evil', '.']) assert.ok(!excepted(entry), entry);
    assert.equal(choose({ proxy: 'http://p:1', noProxy: ['asm.example:8443'] }, 'https://asm.example:8443'), undefined);
    assert.deepEqual(choose({ proxy: 'http://p:1', noProxy: ['asm.example:8443'] }, 'https://asm.example:9443'), plain('http://p:1'));
  });

  it('has a login from its address or from http.proxyAuthorization, and never in what is shown', () => {
    assert.deepEqual(choose({ proxy: 'http://mar%C3%ADa:p%40ss@p:1' }), { origin: 'http://p:1', authorization: basic('maría:p@ss') });
    assert.deepEqual(choose({ proxy: 'http://user:100%@p:1' }), { origin: 'http://p:1', authorization: basic('user:100%') });
    assert.deepEqual(choose({ proxy: 'http://user@p:1', authorization: 'Negotiate abc' }), { origin: 'http://p:1', authorization: 'Negotiate abc' });
  });

  it('may be written without http://, and has to be one that can open a tunnel', () => {
    assert.deepEqual(choose({ environment: { HTTPS_PROXY: 'proxy.corp:3128' } }), plain('http://proxy.corp:3128'));
    for (const address of ['socks5://p:1', 'ftp://p', 'http://', 'http://a b']) assert.equal(choose({ proxy: address }), 'unusable', address);
  });
});
