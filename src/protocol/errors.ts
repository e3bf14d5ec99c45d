import { fates, localProblems, type Details, type Fate, type LocalErrorCode, type LocalProblem } from './localErrors.ts';

export type { LocalErrorCode } from './localErrors.ts';

export interface ErrorFacts {
  /** The service's code (`ConflictError`, wire-facts.md) or a {@link LocalErrorCode}. */
  readonly code: string;
  /** HTTP status of the answer that carried the error; absent where there was no answer. */
  readonly httpStatus?: number | undefined;
  /** `x-ms-request-id`: 32 hexadecimal digits. */
  readonly requestId?: string | undefined;
  /** Our name of the operation, `hostedServices.create`. */
  readonly operation?: string | undefined;
  /** What exactly went wrong, where we say it ourselves; its words are in localErrors.ts, with the values of `details`. */
  readonly problem?: LocalProblem | undefined;
  /** Never a secret. */
  readonly details?: Details | undefined;
  readonly fate?: Fate | undefined;
  readonly cause?: unknown;
}

/**
 * Whatever a call ends with when it does not end well. Data, not words: the editor turns `code` into the reader's language.
 * Recognise it by `name === 'ServiceManagementError'` and `code`, never by instanceof: it crosses bundles.
 */
export class ServiceManagementError extends Error implements ErrorFacts {
  readonly code: string;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  readonly operation: string | undefined;
  readonly problem: LocalProblem | undefined;
  readonly details: Details | undefined;
  readonly fate: Fate | undefined;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'ServiceManagementError';
    this.code = facts.code;
    this.httpStatus = facts.httpStatus;
    this.requestId = facts.requestId;
    this.operation = facts.operation;
    this.problem = facts.problem;
    this.details = facts.details;
    this.fate = facts.fate;
  }

  /** The same error with facts added that a caller further out knows. */
  with(facts: Partial<ErrorFacts>): ServiceManagementError {
    const { code, httpStatus, requestId, operation, problem, details, fate, cause } = this;
    return new ServiceManagementError(this.message, { code, httpStatus, requestId, operation, problem, details, fate, cause, ...facts });
  }
}

/** An error that we word ourselves. */
export function localError(problem: LocalProblem, details: Details, facts: Omit<ErrorFacts, 'code' | 'problem' | 'details'> = {}): ServiceManagementError {
  const { code, message } = localProblems[problem];
  const words = message.replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole));
  return new ServiceManagementError(facts.fate ? `${words} ${fates[facts.fate]}` : words, { ...facts, code, problem, details });
}
