import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { makeSshCertificate, readSshPublicKey } from '../../src/certificates/index.ts';

const rsa = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ';

/** A public RSA key, written as RFC 4253 says. */
function written(bits: number, comment = 'ana@contoso') {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const { n, e } = publicKey.export({ format: 'jwk' });
  const length = Buffer.alloc(4);
  const field = (bytes: Buffer) => { length.writeUInt32BE(bytes.length); return Buffer.concat([length, bytes]); };
  const number = (text: string) => { const bytes = Buffer.from(text, 'base64url'); return field(bytes[0]! > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes); };
  return { publicKey, line: `ssh-rsa ${Buffer.concat([field(Buffer.from('ssh-rsa')), number(e!), number(n!)]).toString('base64')} ${comment}` };
}

describe('a public SSH key', () => {
  it('is read with its length and comment, whatever ends its line', () => {
    const { publicKey, line } = written(2048, 'ana at contoso');
    for (const text of [line, `${line}\n`, `  ${line}\r\n`]) {
      assert.deepEqual(readSshPublicKey(text), { pem: publicKey.export({ type: 'spki', format: 'pem' }), bits: 2048, comment: 'ana at contoso' });
    }
  });

  it('says what it is when it cannot be used', () => {
    const code = (text: string) => { try { readSshPublicKey(text); return 'none'; } catch (error) { return (error as { code: string }).code; } };
    assert.equal(code('-----BEGIN OPENSSH PRIVATE KEY-----'), 'SshKeyPrivate');
    assert.equal(code('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPzN9WnxYzXwZs5V0n9X1n3r0K7cQm1vQb1Ppn0m0d3E ana'), 'SshKeyNotRsa');
    assert.equal(code(written(1024).line), 'SshKeyWeak');
    for (const text of ['', 'hello', 'ssh-rsa', rsa, `${rsa}== x`, written(2048).line.slice(0, 60), 'ssh-rsa AAAAB3NzaC1kc3MAAAA=', '-----BEGIN CERTIFICATE-----']) assert.equal(code(text), 'SshKeyUnknown', text);
  });

  it('becomes a certificate that has the key and is signed by nobody who could sign another', async () => {
    const { publicKey, line } = written(2048);
    const certificate = new X509Certificate(await makeSshCertificate({ publicKey: readSshPublicKey(line).pem, commonName: 'contoso', days: 1, now: new Date() }));
    assert.equal(certificate.publicKey.export({ type: 'spki', format: 'pem' }), publicKey.export({ type: 'spki', format: 'pem' }));
    assert.equal(certificate.subject, 'CN=contoso');
    assert.equal(certificate.verify(publicKey), false);
  });
});
