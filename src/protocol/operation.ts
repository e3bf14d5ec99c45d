import type { AnyShape, Leaf, ValueOf } from './schema.ts';

/** What every request may say beside its own parameters: the subscription it is for, in lower-case GUID form. */
export interface InSubscription { subscriptionId?: string | undefined }

/** What a write answers: nothing but the id under which {@link https://learn.microsoft.com/previous-versions/azure/reference/ee460783(v=azure.100) Get Operation Status} knows it. */
export interface Accepted {
  /**
   * 32 hexadecimal digits. Empty when an earlier attempt, whose answer was lost, turned out to have done it: then there is
   * nothing to follow, and the resource itself says how it stands.
   */
  requestId: string;
}

export type DeploymentSlot = 'Production' | 'Staging';

/** A query parameter; `flag` ones are written only when the value is true. */
export interface QueryParameter<T, R extends boolean = boolean> {
  readonly name: string;
  readonly leaf: Leaf<T>;
  readonly required: R;
  readonly flag?: string;
}

type PathNames<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | PathNames<Rest> : never;
/** A row with several paths takes the parameters of any one of them. */
type PathParameters<P extends string> = P extends string ? { [K in PathNames<P>]: K extends 'slot' ? DeploymentSlot : K extends 'lun' ? number : string } : never;
type IsRequired<Q> = Q extends QueryParameter<any, true> ? true : false;
type QueryParameters<Q> =
  & { [K in keyof Q as IsRequired<Q[K]> extends true ? K : never]: Q[K] extends QueryParameter<infer T> ? T : never }
  & { [K in keyof Q as IsRequired<Q[K]> extends true ? never : K]?: Q[K] extends QueryParameter<infer T> ? T | undefined : never };

/** A body of elements: those of a struct are parameters themselves, a body that is a list or a text is the parameter `key`. */
export interface XmlBody { readonly root: string; readonly shape: AnyShape; readonly key?: string }
/** A body that travels as it is: the parameter `text`. */
export interface TextBody { readonly text: string; readonly contentType: string }
type BodyParameters<B> =
  [B] extends [{ shape: infer S; key: infer K extends string }] ? Record<K, ValueOf<S>> :
  [B] extends [{ shape: infer S }] ? ValueOf<S> :
  [B] extends [{ text: infer K extends string }] ? Record<K, string> : unknown;

/** `namespace` where it is not the service's own. */
export interface XmlAnswer { readonly root: string; readonly shape: AnyShape; readonly namespace?: string }
/** An answer that is a text, as it is. */
export interface TextAnswer { readonly contentType: string }
type AnswerValue<A> = A extends { shape: infer S } ? ValueOf<S> : A extends TextAnswer ? string : Accepted;

interface RowFacts {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `x-ms-version` we send. */
  readonly version: string;
  /** Status of success; 202 means the service goes on working and `operations.wait` follows it. */
  readonly status: 200 | 201 | 202;
  /** Title of the page in the Service Management REST API reference (operations.md). */
  readonly page: string;
  /** Id of that page, `https://learn.microsoft.com/previous-versions/azure/reference/<id>(v=azure.100)`; absent where none was found. */
  readonly reference?: string;
  /** Its paths are the cloud's own, not below a subscription. */
  readonly outsideSubscriptions?: true;
  /** Methods of Python's `ServiceManagementService` that call it (python-methods.md). */
  readonly python?: string | readonly string[];
}

export interface Row<P = any, A = any> extends RowFacts {
  /** Path templates, below the subscription unless `outsideSubscriptions`; a fixed query (`?comp=config`) is part of one. */
  readonly paths: readonly string[];
  readonly query: Readonly<Record<string, QueryParameter<any>>>;
  readonly body: XmlBody | TextBody | undefined;
  readonly answer: XmlAnswer | TextAnswer | undefined;
  /** Carry the types; never there at run time. */
  readonly parameterType?: P;
  readonly answerType?: A;
}

export type ParametersOf<R> = R extends Row<infer P, any> ? P : never;
export type AnswerOf<R> = R extends Row<any, infer A> ? A : never;

/** One row of the table: all that client, emulator, documentation and tests know of an operation. */
export function operation<
  const P extends string,
  const B extends XmlBody | TextBody | undefined = undefined,
  const A extends XmlAnswer | TextAnswer | undefined = undefined,
  const Q extends Record<string, QueryParameter<any>> = {},
>(row: Partial<Pick<RowFacts, 'version'>> & Omit<RowFacts, 'version'> & {
  path: P | readonly P[]; query?: Q; body?: B; answer?: A;
}): Row<PathParameters<P> & QueryParameters<Q> & BodyParameters<B>, AnswerValue<A>> {
  const { path, query, body, answer, version, ...facts } = row;
  return {
    ...facts,
    // What the guide's Python client sends on everything.
    version: version ?? '2014-10-01',
    paths: typeof path === 'string' ? [path] : path, query: query ?? {}, body, answer,
  };
}

export const query = <T>(name: string, leaf: Leaf<T>): QueryParameter<T, false> => ({ name, leaf, required: false });
export const requiredQuery = <T>(name: string, leaf: Leaf<T>): QueryParameter<T, true> => ({ name, leaf, required: true });

/** A query parameter that says something by being there: `comp=media`. */
export const flag = (name: string, value: string): QueryParameter<boolean, false> => ({
  name, flag: value, required: false, leaf: { kind: 'leaf', parse: (text) => text.toLowerCase() === value, format: () => value },
});
