import { rowOf, rows, type OperationName } from '../protocol/operations.ts';
import { buildXml, struct, text } from '../protocol/schema.ts';
import { isOperation, matchOperation, parseRequest } from '../protocol/wire.ts';
import { runBlobJobs } from './blobJobs.ts';
import { Refusal, refusals } from './errors.ts';
import type { Context, Written } from './handler.ts';
import { describeWrite } from './history.ts';
import { handlers } from './operations/index.ts';
import { recordOperation, settle } from './pending.ts';
import type { Store } from './store.ts';

/** What goes back over the wire. */
export interface Answer {
  readonly status: number;
  /** Path of the Location header. */
  readonly location?: string | undefined;
  readonly body: string;
  /** Of the body; XML when absent. */
  readonly contentType?: string;
}

/** One request, its body read. `url` is the path with its query, the subscription first. */
export interface Request { readonly method: string; readonly url: string; readonly body: string }

/** @throws Refusal for what no row of the table is. */
export function findOperation({ method, url, body }: Request): OperationName {
  const name = matchOperation(method, url, body);
  if (name !== undefined) return name;
  // Several share the URL and the root element is none of theirs.
  if (isOperation(method, url)) throw refusals.xml();
  if (['GET', 'POST', 'PUT', 'DELETE'].some((other) => isOperation(other, url))) throw refusals.verb();
  throw refusals.unknownPath(url.split('?')[0]!);
}

/**
 * Has an operation done by its handler. What it changed is in the file before the answer is given.
 * @param fails the operation is to fail for no reason of its own (faults.ts).
 * @throws Refusal
 */
export async function perform(name: OperationName, { url, body }: Request, given: Omit<Context, 'settle'>, store: Store, fails: boolean): Promise<Answer> {
  const row = rowOf(name);
  const parameters = readParameters(name, url, body);
  const context: Context = { ...given, settle: () => settle(given.state, handlers, given.clock.now()) };
  const started = context.clock.now();
  context.settle();
  if (await runBlobJobs(given.state, context.blobs)) await store.save();
  const handler = handlers[name];
  const handle = ('begin' in handler ? handler.begin : handler) as (context: Context, parameters: unknown) => unknown;
  const record = async (outcome: Parameters<typeof recordOperation>[2]) => {
    if (row.method === 'GET') return;
    recordOperation(context, { name, started, asked: { ...describeWrite(name, parameters), ...context.caller } }, outcome);
    await store.save();
  };
  let answer: unknown;
  try {
    if (fails && !('begin' in handler)) throw refusals.internal();
    answer = await handle(context, parameters);
  } catch (error) {
    // What was refused is in the history too (recorded).
    await record({ refusal: refusalOf(error) });
    throw error;
  }

  const { location, pending, body: said = '' } = (row.answer ? {} : answer ?? {}) as Written;
  await record({ pending: pending && { ...pending, failure: pending.failure ?? (fails ? refusals.internal() : undefined) } });
  // What a write noted for blobs is done when it answers, unless it takes time.
  if (row.method !== 'GET' && await runBlobJobs(given.state, context.blobs)) await store.save();
  if (!row.answer) return { status: pending ? 202 : row.status, location, body: said };
  if ('contentType' in row.answer) return { status: row.status, body: answer as string, contentType: row.answer.contentType };
  const { root, shape, namespace } = row.answer;
  return { status: row.status, body: buildXml(root, shape, answer, { namespace, version: context.version }) };
}

function readParameters(name: OperationName, url: string, body: string): Record<string, unknown> {
  try {
    return parseRequest(name, url, body) as Record<string, unknown>;
  } catch (error) {
    if (['XmlError', 'ShapeError'].includes((error as Error).name)) throw refusals.xml();
    if (error instanceof URIError) throw refusals.badUrl();
    // A leaf of the query says so of text that it cannot be: embed-detail=perhaps.
    throw error instanceof TypeError ? error : refusals.queryParameter();
  }
}

const errorShape = struct({ code: text, message: text });

/** Whatever else was thrown is a fault of ours, and the reader learns no more of it. */
const refusalOf = (error: unknown): Refusal => (error instanceof Refusal ? error : refusals.internal());

/** The answer that a refusal is. */
export function answerOf(error: unknown): Answer {
  const { status, code, message } = refusalOf(error);
  return { status, body: buildXml('Error', errorShape, { code, message: message.replace(/[^\P{Cc}\n\r\t]/gu, '?') }) };
}

/** One line for each path of each operation: method, path template with its query, name. */
export function listOperations(): string[] {
  return [...rows].flatMap(([name, { method, paths, query, outsideSubscriptions }]) => paths.map((path) => {
    const optional = Object.entries(query).map(([key, parameter]) => `${parameter.name}=${parameter.flag ?? `{${key}}`}`);
    return `${method} ${outsideSubscriptions ? '' : '/{subscriptionId}'}${path}${optional.length > 0 ? `${path.includes('?') ? '&' : '?'}${optional.join('&')}` : ''} ${name}`;
  }));
}
