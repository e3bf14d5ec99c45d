import { rowOf, type OperationName } from '../../protocol/operations.ts';
import { buildRequest } from '../../protocol/wire.ts';
import { fill, placeholderFor, snakeCase, type Known } from './fill.ts';

export type SnippetLanguage = 'python' | 'curl' | 'typescript';

/** Where the call goes. The certificate is a placeholder always. */
export interface SnippetTarget {
  readonly endpoint: string;
  readonly subscriptionId: string;
  /** The server is known by an authority of its own, the emulator's. */
  readonly ownAuthority: boolean;
  /** What times are told by. */
  readonly now: Date;
}

const certificate = 'CERTIFICATE.pem';
const authority = 'CA.pem';

/**
 * A call of an operation as code to paste, with what is known of its parameters and placeholders for the others; never with a secret.
 * @throws ServiceManagementError `InvalidParameter` for a value that no request can carry
 */
export const writeSnippet = (language: SnippetLanguage, name: OperationName, known: Known, target: SnippetTarget): string => writers[language](name, known, target);

const writers: Readonly<Record<SnippetLanguage, (name: OperationName, known: Known, target: SnippetTarget) => string>> = { python: writePython, curl: writeCurl, typescript: writeTypeScript };

/** A string literal that Python and TypeScript read alike. */
const quoted = (text: string): string => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/** Parameters that Python's client calls otherwise than by our name in its own spelling. */
const pythonNames: Readonly<Record<string, string>> = { slot: 'deployment_slot', thumbprintAlgorithm: 'thumbalgorithm', reservedIpName: 'name', names: 'role_instance_names', deleteMedia: 'delete_vhd' };
const pythonNamesOf: Readonly<Record<string, Readonly<Record<string, string>>>> = { delete_hosted_service: { deleteMedia: 'complete' } };
/** Parameters that Python's client insists on, and the service does not. */
const pythonInsists: Readonly<Record<string, readonly string[]>> = { create_storage_account: ['description'], swap_deployment: ['production'], upgrade_deployment: ['mode'] };
/** Parameters that the service takes, and Python's client has not heard of. */
const pythonLacks: Readonly<Record<string, readonly string[]>> = { create_reserved_ip_address: ['serviceName', 'deploymentName'] };
/** What Python's client wants encoded already, by the class's own documentation. */
const pythonEncoded = ['configuration'];

function writePython(name: OperationName, known: Known, { endpoint, subscriptionId, ownAuthority, now }: SnippetTarget): string {
  const row = rowOf(name);
  const methods = row.python === undefined ? [] : [row.python].flat();
  const bySlot = methods.find((method) => method.endsWith('_by_slot'));
  const method = bySlot && known['deploymentName'] === undefined ? bySlot : methods.find((each) => each !== bySlot);
  if (!method) throw new TypeError(`Python's client has no method for ${name}.`);
  // It names deployments, where there is a choice.
  const path = method === bySlot ? row.paths.find((each) => each.includes('{slot}')) : row.paths.find((each) => each.includes('{deploymentName}'));
  const filled = fill(name, known, now, path);
  for (const key of pythonInsists[method] ?? []) filled[key] ??= placeholderFor(key);
  const nameOf = (key: string): string => pythonNamesOf[method]?.[key] ?? pythonNames[key] ?? snakeCase(key);
  const text = Object.entries(filled).filter(([key]) => !pythonLacks[method]?.includes(key)).map(([key, value]) => `${nameOf(key)}=${pythonValue(pythonEncoded.includes(key) ? `${placeholderFor(key)}_IN_BASE64` : value)}`);
  const { host } = new URL(endpoint);
  const lines = ownAuthority
    ? ['import requests', 'from azure.servicemanagement import ServiceManagementService', '', 'session = requests.Session()', 'session.trust_env = False',
      `session.cert, session.verify = ${quoted(certificate)}, ${quoted(authority)}`, `sms = ServiceManagementService(${quoted(subscriptionId)}, host=${quoted(host)}, request_session=session)`]
    : ['from azure.servicemanagement import ServiceManagementService', '', `sms = ServiceManagementService(${quoted(subscriptionId)}, ${quoted(certificate)}, host=${quoted(host)})`];
  lines.push(`result = sms.${method}(${text.join(', ')})`);
  if (row.status === 202) lines.push('sms.wait_for_operation_status(result.request_id)');
  return `${lines.join('\n')}\n`;
}

function pythonValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Date) return quoted(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(pythonValue).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value).map(([key, each]) => `${quoted(key)}: ${pythonValue(each)}`).join(', ')}}`;
  return typeof value === 'number' ? String(value) : quoted(String(value));
}

function writeTypeScript(name: OperationName, known: Known, { endpoint, subscriptionId, ownAuthority, now }: SnippetTarget): string {
  const filled = fill(name, known, now);
  const call = `client.${name}(${Object.keys(filled).length > 0 ? scriptValue(filled) : ''})`;
  const lines = [
    ...(ownAuthority ? ["import { readFile } from 'node:fs/promises';"] : []),
    "import { readCertificateFile, ServiceManagementClient } from 'azure-classic/dist/client.js';", '',
    'const client = new ServiceManagementClient({', `  subscriptionId: ${quoted(subscriptionId)},`, `  endpoint: ${quoted(endpoint)},`, `  certificate: await readCertificateFile(${quoted(certificate)}),`,
    ...(ownAuthority ? [`  ca: await readFile(${quoted(authority)}, 'utf8'),`] : []), '});', `const result = await ${call};`,
  ];
  if (rowOf(name).status === 202) lines.push('await client.operations.wait(result.requestId);');
  return `${lines.join('\n')}\n`;
}

function scriptValue(value: unknown): string {
  if (value instanceof Date) return `new Date(${quoted(value.toISOString())})`;
  if (Array.isArray(value)) return `[${value.map(scriptValue).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{ ${Object.entries(value).map(([key, each]) => `${key}: ${scriptValue(each)}`).join(', ')} }`;
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** For a POSIX shell. */
const shellWord = (text: string): string => (/^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

function writeCurl(name: OperationName, known: Known, { endpoint, subscriptionId, ownAuthority, now }: SnippetTarget): string {
  const filled = fill(name, known, now);
  const { method, path, headers, body } = buildRequest(name, { ...filled, subscriptionId } as never);
  const words = [
    ['--cert', certificate], ...(ownAuthority ? [['--cacert', authority]] : []), ...(method === 'GET' ? [] : [['--request', method]]),
    ...Object.entries(headers).map(([header, value]) => ['--header', `${header}: ${value}`]),
    // Without a body curl says no length.
    ...(body === undefined ? (method === 'POST' || method === 'PUT' ? [['--data-raw', '']] : []) : [['--data-raw', withPlainPlaceholders(body)]]),
    [new URL(path, endpoint).href],
  ];
  return `curl ${words.map((each) => each.map(shellWord).join(' ')).join(' \\\n  ')}\n`;
}

/** A placeholder in base64 would be none: what has to be encoded says so itself. */
const withPlainPlaceholders = (body: string): string => body.replace(/>([A-Za-z0-9+/]+={0,2})</g, (whole, text: string) => {
  const plain = Buffer.from(text, 'base64');
  return plain.toString('base64') === text && /^[A-Z]+(_[A-Z]+)*$/.test(plain.toString('latin1')) ? `>${plain.toString('latin1')}_IN_BASE64<` : whole;
});
