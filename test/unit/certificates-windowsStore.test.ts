import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { isStorePlace, makeManagementCertificate, readCertificate, readStoreCertificate, type CertificateCode, type PemCertificate } from '../../src/certificates/index.ts';

const source = new URL('../../src/certificates/index.ts', import.meta.url).href;

/** What a Windows has instead of it: gets what our script gets, and answers as it does. */
const standIn = (folder: string) => `
import { readFileSync, writeFileSync } from 'node:fs';
import { buildPkcs12 } from ${JSON.stringify(source)};
const [location, store, name, password] = readFileSync(0, 'ascii').split('\\n').map((line) => Buffer.from(line, 'base64').toString('utf8'));
writeFileSync(${JSON.stringify(join(folder, 'given.json'))}, JSON.stringify({ args: process.argv.slice(2), location, store, name, password }));
const certificates = JSON.parse(readFileSync(${JSON.stringify(join(folder, 'store.json'))}, 'utf8'));
if (name === 'breaks') process.exit(3);
if (name === 'says nothing') process.exit(0);
const found = certificates[name];
console.log(store !== 'my' ? 'noStore' : !found ? 'notFound' : typeof found === 'string' ? found : 'pfx ' + (await buildPkcs12(found, password)).toString('base64'));
`;

describe('a place in the certificate store of Windows', function () {
  // Each reading starts a Node.
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'azure-classic-store-'));
  const program = join(folder, 'standIn.ts');
  const onWindows = { platform: 'win32', command: [process.execPath, program] } as const;
  let mine: PemCertificate;
  before(async () => {
    mine = await makeManagementCertificate({ commonName: 'Azure Ñandú', days: 365, now: new Date() });
    writeFileSync(program, standIn(folder));
    writeFileSync(join(folder, 'store.json'), JSON.stringify({ 'Azure Ñandú': mine, bare: 'noKey', locked: 'notExportable' }));
  });
  after(() => rmSync(folder, { recursive: true }));

  const given = () => JSON.parse(readFileSync(join(folder, 'given.json'), 'utf8')) as { args: string[]; location: string; store: string; name: string; password: string };
  const refused = async (place: string, code: CertificateCode, words: RegExp) => assert.rejects(readStoreCertificate(place, onWindows), { name: 'CertificateError', code, message: words });

  it('is told from a path', () => {
    for (const place of ['CURRENT_USER\\my\\AzureCertificate', ' current_user\\My\\x', 'LOCAL_MACHINE\\my\\x', 'CURRENT_USER', 'CURRENT_USER\\']) assert.ok(isStorePlace(place), place);
    for (const path of ['C:\\Users\\CURRENT_USER\\my.pem', '/home/CURRENT_USER/my', 'CURRENT_USERS\\my\\x', 'current_user.pem', '']) assert.ok(!isStorePlace(path), path);
  });

  it('is read in memory: the certificate with its key', async () => {
    assert.deepEqual(await readStoreCertificate('CURRENT_USER\\my\\Azure Ñandú', onWindows), mine);
    const { location, store, name } = given();
    assert.deepEqual([location, store, name], ['CurrentUser', 'my', 'Azure Ñandú']);
  });

  it('leaves nothing of the person on the command line, and is exported under another password each time', async () => {
    const places = ['CURRENT_USER\\my\\Azure Ñandú', 'local_machine\\my\\locked'];
    const [first, second] = [await readStoreCertificate(places[0]!, onWindows).then(given), await refused(places[1]!, 'StoreKeyNotExportable', /exportable/).then(given)];
    assert.deepEqual(first.args, second.args);
    assert.deepEqual(first.args.slice(0, -1), ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command']);
    assert.doesNotMatch(first.args.at(-1)!, /"|Ñandú/);
    assert.equal(second.location, 'LocalMachine');
    assert.notEqual(first.password, second.password);
    assert.ok(first.password.length >= 32);
  });

  it('says what stands in the way', async () => {
    await refused('CURRENT_USER\\my\\nobody', 'StoreCertificateNotFound', /no certificate of the name "nobody" in CurrentUser\\my/);
    await refused('CURRENT_USER\\yours\\Azure', 'StoreNotFound', /no certificate store CurrentUser\\yours/);
    await refused('CURRENT_USER\\my\\bare', 'StoreKeyMissing', /has no private key/);
    await refused('CURRENT_USER\\my\\locked', 'StoreKeyNotExportable', /may not be exported/);
    for (const place of ['CURRENT_USER\\my', 'CURRENT_USER\\my\\', 'CURRENT_USER']) await refused(place, 'StorePlaceMalformed', /has the form CURRENT_USER\\my\\Name/);
    await refused('CURRENT_USER\\my\\breaks', 'StoreUnreadable', /PowerShell ended with 3/);
    await refused('CURRENT_USER\\my\\says nothing', 'StoreUnreadable', /gave no answer/);
    const missing = await readStoreCertificate('CURRENT_USER\\my\\x', { platform: 'win32', command: [join(folder, 'no-such-program')] }).catch((error: unknown) => error);
    assert.match(String(missing), /ENOENT.*Export the certificate/);
    assert.ok(!inspect(missing, { depth: 5 }).includes('X509Store'));
  });

  it('is explained where there is no Windows, to whoever writes one instead of a path, too', async function () {
    await assert.rejects(readStoreCertificate('CURRENT_USER\\my\\AzureCertificate', { ...onWindows, platform: 'linux' }), { code: 'StoreNotHere', message: /this computer runs another system\. On that Windows, export/ });
    if (process.platform === 'win32') return this.skip();
    await assert.rejects(readCertificate('CURRENT_USER\\my\\AzureCertificate'), { code: 'StoreNotHere' });
  });
});
