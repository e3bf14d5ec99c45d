/** A subscription somebody added, as the machine-scoped setting `azureClassic.subscriptions` holds it. Nothing in it is secret. */
export interface SubscriptionSetting {
  readonly name: string;
  readonly subscriptionId: string;
  readonly endpoint: string;
  /** A PEM file with certificate and private key. */
  readonly certificatePath: string;
}

/** One subscription on one endpoint: what a tree root stands for. */
export type Connection =
  | { readonly kind: 'emulator'; readonly id: string; readonly name: string; readonly subscriptionId: string; readonly endpoint: string; readonly certificatePath: string; readonly caPath: string }
  | { readonly kind: 'own'; readonly id: string } & SubscriptionSetting;

/** Stable across windows and restarts; part of tree item ids and of secret keys. */
export const connectionId = (endpoint: string, subscriptionId: string): string => `${new URL(endpoint).host}/${subscriptionId.toLowerCase()}`;
