import type { OperationName } from '../protocol/operations.ts';
import { rows } from '../protocol/operations.ts';
import { EmulatorError } from './emulatorError.ts';

const kinds = {
  'reset-before': 'the connection breaks before the request is done',
  'reset-after': 'the connection breaks when it is done, and the answer is lost',
  '408': 'answered with HTTP 408',
  '429': 'answered with HTTP 429 TooManyRequests',
  '500': 'answered with HTTP 500 InternalError',
  '503': 'answered with HTTP 503 TooManyRequests',
  '307': 'redirected to the same address; 307=PORT to another port',
  slow: 'answered later; slow=MILLISECONDS',
  truncate: 'the answer breaks off in the middle',
  malformed: 'the answer is no XML',
  fail: 'an asynchronous operation is accepted and fails',
} as const;
export type FaultKind = keyof typeof kinds;

export interface Fault { readonly operation: OperationName | '*'; readonly kind: FaultKind; readonly value: number | undefined; count: number }

export const faultHelp = `A fault is OPERATION:KIND[:COUNT], several are separated by commas. OPERATION is a name of --operations, or * for all;
after COUNT times the fault is over, without COUNT it never is: deployments.create:reset-after:1,*:slow=200
${Object.entries(kinds).map(([kind, what]) => `  ${kind.padEnd(13)}${what}`).join('\n')}`;

/** @throws EmulatorError `FaultInvalid`. */
export function parseFaults(spec: string): Fault[] {
  return spec.split(',').map((part) => part.trim()).filter((part) => part !== '').map((part): Fault => {
    const refuse = (reason: string) => new EmulatorError('FaultInvalid', `The fault "${part}" is invalid: ${reason}. ${faultHelp}`, { fault: part, reason });
    const [operation = '', what = '', count, ...rest] = part.split(':');
    const [kind = '', value] = what.split('=');
    if (operation !== '*' && !rows.has(operation as OperationName)) throw refuse(`there is no operation named "${operation}"`);
    if (!Object.hasOwn(kinds, kind)) throw refuse(`there is no fault named "${kind}"`);
    if ((kind === 'slow') !== (value !== undefined) && kind !== '307') throw refuse(kind === 'slow' ? 'slow needs milliseconds' : `${kind} takes no value`);
    if (rest.length > 0 || [value, count].some((number) => number !== undefined && !/^\d{1,7}$/.test(number))) throw refuse('a whole number was expected');
    return { operation: operation as Fault['operation'], kind: kind as FaultKind, value: value === undefined ? undefined : Number(value), count: count === undefined ? Infinity : Number(count) };
  });
}

/** What is to go wrong, on purpose; each fault is used up as it is taken. */
export class Faults {
  #faults: Fault[] = [];

  set(faults: readonly Fault[]): void {
    this.#faults = faults.map((fault) => ({ ...fault }));
  }

  /** The faults of one request, the first of each kind. */
  take(operation: OperationName): ReadonlyMap<FaultKind, number | undefined> {
    const taken = new Map<FaultKind, number | undefined>();
    for (const fault of this.#faults) {
      if (fault.count < 1 || taken.has(fault.kind) || (fault.operation !== '*' && fault.operation !== operation)) continue;
      fault.count--;
      taken.set(fault.kind, fault.value);
    }
    return taken;
  }

  toString(): string {
    return this.#faults.filter(({ count }) => count > 0)
      .map(({ operation, kind, value, count }) => `${operation}:${kind}${value === undefined ? '' : `=${value}`}${count === Infinity ? '' : `:${count}`}`).join(',');
  }
}
