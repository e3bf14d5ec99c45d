import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { CertificateError } from './errors.ts';
import type { PemCertificate } from './pem.ts';
import { readPkcs12 } from './pkcs12.ts';

/** A place in the certificate store of Windows, as the classic guide writes it: `CURRENT_USER\my\AzureCertificate`. */
interface StorePlace {
  readonly location: 'CurrentUser' | 'LocalMachine';
  readonly store: string;
  /** Common name of the subject, or a part of the subject. */
  readonly name: string;
}

const form = /^(CURRENT_USER|LOCAL_MACHINE)\\([^\\]+)\\(.+)$/i;

/** Whether a text begins as a place in the store does; a file's path does not. */
export const isStorePlace = (text: string): boolean => /^(CURRENT_USER|LOCAL_MACHINE)(\\|$)/i.test(text.trim());

function parseStorePlace(place: string): StorePlace {
  const [, location = '', store = '', name = ''] = form.exec(place.trim()) ?? [];
  if (!name) throw new CertificateError('StorePlaceMalformed', { place });
  return { location: location.toUpperCase() === 'LOCAL_MACHINE' ? 'LocalMachine' : 'CurrentUser', store, name };
}

/*
 * Reads four lines, each base64 of UTF-8: location, store, name, password. Answers one line: `pfx BASE64`, or what stands in its way.
 * Several of that name: the one whose whole common name it is before one that only has it inside, then the one that is valid longest.
 * It works in Windows PowerShell 2 to 5.1, which every Windows has. No double quotes: they would need escapes on the command line.
 */
const script = `
$ErrorActionPreference = 'Stop'
$given = @([Console]::In.ReadToEnd().Trim() -split '\\s+' | ForEach-Object { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($_)) })
$location, $storeName, $name, $password = $given
$store = New-Object Security.Cryptography.X509Certificates.X509Store($storeName, [Security.Cryptography.X509Certificates.StoreLocation]$location)
try { $store.Open('ReadOnly, OpenExistingOnly') } catch { [Console]::Out.WriteLine('noStore'); exit 0 }
$found = @($store.Certificates.Find('FindBySubjectName', $name, $false) | Sort-Object NotAfter -Descending)
$exact = @($found | Where-Object { $_.GetNameInfo('SimpleName', $false) -eq $name })
if ($exact.Count -gt 0) { $found = $exact }
$keyed = @($found | Where-Object { $_.HasPrivateKey })
if ($found.Count -eq 0) { [Console]::Out.WriteLine('notFound'); exit 0 }
if ($keyed.Count -eq 0) { [Console]::Out.WriteLine('noKey'); exit 0 }
try { $bytes = $keyed[0].Export('Pfx', $password) } catch { [Console]::Out.WriteLine('notExportable'); exit 0 }
[Console]::Out.WriteLine('pfx ' + [Convert]::ToBase64String($bytes))
`;

const answers = { noStore: 'StoreNotFound', notFound: 'StoreCertificateNotFound', noKey: 'StoreKeyMissing', notExportable: 'StoreKeyNotExportable' } as const;
const longestMs = 30_000;

/** What there is to read the store with; tests give their own. */
export interface StoreReader {
  readonly platform: NodeJS.Platform;
  /** The program and what comes before our own arguments. By its whole path: Windows looks for a bare name in the working folder first. */
  readonly command: readonly [program: string, ...leading: string[]];
}

const windowsPowerShell: StoreReader = {
  platform: process.platform,
  command: [`${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`],
};

/**
 * The certificate at a place in the store, with its key: exported in memory by the one child process that this extension starts.
 * @throws CertificateError of the codes under "The Windows store" of certificateMessages.
 */
export async function readStoreCertificate(place: string, { platform, command: [program, ...leading] }: StoreReader = windowsPowerShell): Promise<PemCertificate> {
  const { location, store, name } = parseStorePlace(place);
  if (platform !== 'win32') throw new CertificateError('StoreNotHere', { place });
  // What PowerShell writes could be kept by a transcript that somebody has ordered; without this password it is nothing.
  const password = randomBytes(24).toString('base64');
  const input = [location, store, name, password].map((text) => Buffer.from(text, 'utf8').toString('base64')).join('\n');
  const output = await run(program, [...leading, '-NoLogo', '-NoProfile', '-NonInteractive', '-Command', script], input)
    .catch((error: Error) => { throw new CertificateError('StoreUnreadable', { place, reason: error.message }); });
  const [answer = '', pfx] = output.trim().split(' ');
  if (answer === 'pfx' && pfx) return readPkcs12(Buffer.from(pfx, 'base64'), { passphrase: password, file: place });
  if (answer in answers) throw new CertificateError(answers[answer as keyof typeof answers], { place, store: `${location}\\${store}`, name });
  throw new CertificateError('StoreUnreadable', { place, reason: 'PowerShell gave no answer' });
}

/** @returns what the program wrote to its standard output. @throws Error that quotes nothing of it. */
function run(program: string, args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true, timeout: longestMs });
    let output = '';
    child.stdout.setEncoding('ascii').on('data', (text: string) => { output += text; });
    child.on('error', (error: NodeJS.ErrnoException) => reject(new Error(`${program}: ${error.code}`)));
    child.on('close', (code, signal) => (code === 0 ? resolve(output) : reject(new Error(`PowerShell ended with ${code ?? signal}`))));
    // A program that ends without reading: its ending says more.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
