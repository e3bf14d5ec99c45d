/** What a `vscode://azure-classic.azure-classic/reveal?subscription=<guid>&service=<name>&slot=<Production|Staging>` names. */
export interface LinkTarget {
  /** Lower case. */
  readonly subscriptionId: string;
  readonly service?: string;
  readonly slot?: 'Production' | 'Staging';
}

export type LinkProblem = 'path' | 'parameter' | 'subscription' | 'service' | 'slot';

const known = ['subscription', 'service', 'slot'];

/** A link comes from anywhere: what is not exactly of this form is a problem, and what is wrong is never repeated. */
export function parseLink({ path, query }: { readonly path: string; readonly query: string }): LinkTarget | LinkProblem {
  if (path !== '/reveal') return 'path';
  const parameters = new URLSearchParams(query);
  if ([...parameters.keys()].some((key, at, all) => !known.includes(key) || all.indexOf(key) !== at)) return 'parameter';
  const subscriptionId = parameters.get('subscription')?.toLowerCase() ?? '';
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(subscriptionId)) return 'subscription';
  const service = parameters.get('service');
  if (service !== null && !/^[\da-z][\da-z-]{0,62}$/i.test(service)) return 'service';
  const slot = parameters.get('slot');
  if (slot === null) return { subscriptionId, ...(service !== null && { service }) };
  if (service === null || (slot !== 'Production' && slot !== 'Staging')) return 'slot';
  return { subscriptionId, service, slot };
}
