import { localName, readXml } from '../xml/reader.ts';
import { localError, ServiceManagementError } from './errors.ts';
import type { Accepted, InSubscription, Row } from './operation.ts';
import { rowOf, rows, type OperationName, type RowOf } from './operations.ts';
import type { AnswerOf, ParametersOf } from './operation.ts';
import { readShape } from './read.ts';
import { buildDocument, struct, text } from './schema.ts';

/** One request as it goes out; `path` from the host, with the subscription first where the parameters name one. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

type Parameters = Record<string, unknown> & InSubscription;

const placeholder = /\{(\w+)\}/g;
const placeholders = (template: string) => Array.from(template.matchAll(placeholder), (m) => m[1]!);

const isGuid = (segment: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(segment);

/** Path templates compiled once: the path part as a pattern, the fixed query as what has to be there. */
interface Route { readonly name: OperationName; readonly row: Row; readonly template: string; readonly pattern: RegExp; readonly names: string[]; readonly fixed: [string, string][] }
const routes: readonly Route[] = [...rows].flatMap(([name, row]) => row.paths.map((template): Route => {
  const [path = '', fixed] = template.split('?');
  // Two in one segment, `sha1-<thumbprint>`: the first has no hyphen.
  const pattern = new RegExp(`^${path.split(placeholder).map((part, i, parts) => (i % 2 === 0 ? part : parts[i + 1]!.startsWith('-') ? '([^/-]+)' : '([^/]+)')).join('')}/?$`, 'i');
  return { name, row, template, pattern, names: placeholders(path), fixed: [...new URLSearchParams(fixed ?? '')] };
}));

interface Target { readonly subscriptionId: string | undefined; readonly path: string; readonly query: URLSearchParams }

function target(url: string): Target {
  const { pathname, searchParams } = new URL(url, 'https://host');
  const [, first = '', ...rest] = pathname.split('/');
  return isGuid(first)
    ? { subscriptionId: first, path: rest.length > 0 ? `/${rest.join('/')}` : '', query: searchParams }
    : { subscriptionId: undefined, path: pathname === '/' ? '' : pathname, query: searchParams };
}

const queryValue = (query: URLSearchParams, name: string) => [...query].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
const rootOf = (xml: string): string | undefined => {
  const stop = {};
  let root: string | undefined;
  try {
    readXml(xml, { open(name) { root = localName(name); throw stop; }, text() {}, close() {} });
  } catch { /* whatever follows the root's tag is for parseRequest to judge */ }
  return root;
};

/** The rows that a method and a URL may mean; several where only the body tells them apart. */
function findRoutes(method: string, url: string): Route[] {
  const at = target(url);
  const comp = queryValue(at.query, 'comp')?.toLowerCase();
  return routes.filter(({ row, pattern, fixed }) => row.method === method.toUpperCase() && pattern.test(at.path)
    && !(row.outsideSubscriptions && at.subscriptionId !== undefined)
    && fixed.every(([key, value]) => queryValue(at.query, key)?.toLowerCase() === value.toLowerCase())
    // `?comp=config` must not fall through to a row without a query.
    && (comp === undefined || fixed.some(([key]) => key === 'comp') || Object.values(row.query).some((q) => q.name === 'comp' && q.flag === comp)));
}

/** Whether any operation has this method at this URL, whatever its body. */
export const isOperation = (method: string, url: string): boolean => findRoutes(method, url).length > 0;

/**
 * The operation that a request is, by its name in the table; undefined when no row has it.
 * @param url path or whole URL, with or without the subscription; paths are matched without regard to case (wire-facts.md, Requests)
 * @param body decides where several operations share one URL and differ in their root element
 */
export function matchOperation(method: string, url: string, body?: string | null): OperationName | undefined {
  const found = findRoutes(method, url);
  if (found.length < 2) return found[0]?.name;
  const root = body ? rootOf(body) : undefined;
  return found.find(({ row }) => row.body && 'root' in row.body && row.body.root === root)?.name;
}

/**
 * The request of an operation, without host and credentials.
 * @param parameters those of the client's method, and `subscriptionId` where the path is to begin with it, which few never do
 * @throws ServiceManagementError `InvalidParameter` naming the parameter that is missing or cannot be written
 */
export function buildRequest<N extends OperationName>(name: N, parameters: ParametersOf<RowOf<N>> & InSubscription): WireRequest {
  const row = rowOf(name);
  const given = parameters as Parameters;
  const invalid = (problem: string): never => { throw new ServiceManagementError(`${name}: ${problem}`, { code: 'InvalidParameter', operation: name }); };

  const known = new Set(['subscriptionId', 'unknownElements', ...row.paths.flatMap(placeholders), ...Object.keys(row.query), ...bodyKeys(row)]);
  const stray = Object.keys(given).find((key) => given[key] !== undefined && !known.has(key));
  if (stray) invalid(`there is no parameter ${stray}.`);

  const template = row.paths.find((path) => placeholders(path).every((key) => given[key] !== undefined));
  if (template === undefined) return invalid(`needs ${row.paths.map((path) => placeholders(path).join(', ')).join(' or ')}.`);
  const path = template.replace(placeholder, (_, key: string) => {
    const value = String(given[key]);
    if (value === '' || value === '.' || value === '..') invalid(`${key} is empty.`);
    return encodeURIComponent(value);
  });
  const query = Object.entries(row.query).flatMap(([key, { name, leaf, flag, required }]) => {
    const value = given[key];
    if (required && value === undefined) invalid(`${key} is missing.`);
    return value === undefined || (flag !== undefined && value === false) ? [] : [`${name}=${encodeURIComponent(leaf.format(value))}`];
  });
  const withQuery = query.length > 0 ? `${path}${path.includes('?') ? '&' : '?'}${query.join('&')}` : path;

  const body = buildBody(name, row, given);
  return {
    method: row.method,
    path: `${given.subscriptionId === undefined || row.outsideSubscriptions ? '' : `/${given.subscriptionId}`}${withQuery}` || '/',
    headers: { 'x-ms-version': body && body.needs > row.version ? body.needs : row.version, ...(body && { 'content-type': body.contentType }) },
    ...(body && { body: body.text }),
  };
}

/** The parameters that go into the body. */
function bodyKeys({ body }: Row): readonly string[] {
  if (!body) return [];
  if ('text' in body) return [body.text];
  return body.shape.kind === 'struct' ? body.shape.fields.filter(({ fixed }) => fixed === undefined).map(({ key }) => key) : [body.key!];
}

function buildBody(operation: string, row: Row, given: Parameters): { text: string; contentType: string; needs: string } | undefined {
  const { body } = row;
  if (!body) return undefined;
  const [key = ''] = bodyKeys(row);
  const value = 'text' in body || body.key !== undefined ? given[key] : given;
  if (value === undefined) throw new ServiceManagementError(`${operation}: ${key} is missing.`, { code: 'InvalidParameter', operation });
  if ('text' in body) return { text: String(value), contentType: body.contentType, needs: '' };
  try {
    const { xml, needs } = buildDocument(body.root, body.shape, value, { unknown: true });
    return { text: xml, contentType: 'application/xml; charset=utf-8', needs };
  } catch (error) {
    throw error instanceof ServiceManagementError ? error.with({ operation }) : error;
  }
}

/**
 * The parameters of a request, the inverse of {@link buildRequest}; `subscriptionId` only where the URL has one.
 * @throws XmlError for a body that is not XML, ShapeError for one that is another value, RangeError for a query that lacks something
 */
export function parseRequest<N extends OperationName>(name: N, url: string, xml?: string | null): ParametersOf<RowOf<N>> & InSubscription {
  const row = rowOf(name);
  const at = target(url);
  const route = routes.find((r) => r.name === name && r.pattern.test(at.path));
  if (!route) throw new TypeError(`${url} is not a URL of ${name}.`);
  const values = route.pattern.exec(at.path)!.slice(1).map(decodeURIComponent);
  const fromPath = Object.fromEntries(route.names.map((key, i) => [key, key === 'slot' ? capitalised(values[i]!) : key === 'lun' ? Number(values[i]) : values[i]]));
  const fromQuery = Object.fromEntries(Object.entries(row.query).flatMap(([key, { name, leaf, required }]) => {
    const value = queryValue(at.query, name);
    if (required && value === undefined) throw new RangeError(`The query has no ${name}.`);
    return value === undefined ? [] : [[key, leaf.parse(value)]];
  }));
  const fromBody = parseBody(row, xml ?? '');
  return { ...(at.subscriptionId !== undefined && { subscriptionId: at.subscriptionId }), ...fromBody, ...fromQuery, ...fromPath } as never;
}

function parseBody({ body }: Row, text: string): object {
  if (!body) return {};
  if ('text' in body) return { [body.text]: text };
  const value = readShape(text, { [body.root]: body.shape });
  return body.key === undefined ? value as object : { [body.key]: value };
}

/** Node clients write `deploymentslots/Production`, others `production` (wire-facts.md, Requests). */
const capitalised = (slot: string) => slot[0]!.toUpperCase() + slot.slice(1).toLowerCase();

const errorShape = struct({ code: text, message: text });

/** Reads either error shape, `Error` or the escaped one inside `string` (wire-facts.md, Answers); undefined when the text is neither. */
function readError(xml: string): { code?: string | undefined; message?: string | undefined } | undefined {
  try {
    return readShape(xml, { Error: errorShape }) as { code?: string; message?: string };
  } catch { /* not that one */ }
  try {
    return readError(readShape(xml, { string: text }) as string);
  } catch { return undefined; }
}

/** Header names are matched without regard to case. */
function header(headers: Readonly<Record<string, string | string[] | undefined>>, name: string): string | undefined {
  const key = Object.keys(headers).find((k) => k.toLowerCase() === name);
  const value = key === undefined ? undefined : headers[key];
  return Array.isArray(value) ? value[0] : value;
}

/**
 * The typed answer of an operation: the value of its root element, a text as it is, or `{ requestId }` where the answer is empty.
 * @throws ServiceManagementError with the service's code and message for a status of 300 and above, `MalformedAnswer` for an
 *   answer that is not what the operation answers.
 */
export function parseAnswer<N extends OperationName>(
  name: N, status: number, headers: Readonly<Record<string, string | string[] | undefined>>, xml: string | null | undefined,
): AnswerOf<RowOf<N>> {
  const row = rowOf(name);
  const requestId = header(headers, 'x-ms-request-id');
  const facts = { httpStatus: status, requestId, operation: name };
  if (status >= 300 || status < 200) {
    const error = xml ? readError(xml) : undefined;
    throw new ServiceManagementError(error?.message ?? `The service answered ${status} without saying why.`, { ...facts, code: error?.code ?? `Http${status}` });
  }
  if (!row.answer) return { requestId: requestId ?? '' } satisfies Accepted as never;
  if ('contentType' in row.answer) return (xml ?? '') as never;
  try {
    return readShape(xml ?? '', { [row.answer.root]: row.answer.shape }) as never;
  } catch (cause) {
    throw localError('AnswerUnreadable', { operation: name, reason: (cause as Error).message }, { ...facts, cause });
  }
}
