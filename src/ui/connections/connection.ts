/** A subscription somebody added, as the machine-scoped setting `azureClassic.subscriptions` holds it. Nothing in it is secret. */
export interface SubscriptionSetting {
  readonly name: string;
  readonly subscriptionId: string;
  readonly endpoint: string;
  /** Where certificate and private key are: a .pem or .pfx file, or `CURRENT_USER\my\Name` in Windows; both are in SecretStorage when absent. */
  readonly certificatePath?: string;
  /** PEM of the authority to trust; only for an emulator on this machine. */
  readonly caPath?: string;
}

/** One subscription on one endpoint: what a tree root stands for. */
export type Connection =
  | { readonly kind: 'emulator'; readonly id: string; readonly certificatePath: string; readonly caPath: string } & SubscriptionSetting
  | { readonly kind: 'own'; readonly id: string } & SubscriptionSetting;

/** Stable across windows and restarts; part of tree item ids and of secret keys. */
export const connectionId = (endpoint: string, subscriptionId: string): string => `${new URL(endpoint).host}/${subscriptionId.toLowerCase()}`;

/** The emulator's own connection can stand beside one that somebody has added to the same subscription of it. */
export const emulatorConnectionId = (endpoint: string, subscriptionId: string): string => `${connectionId(endpoint, subscriptionId)}/emulator`;
