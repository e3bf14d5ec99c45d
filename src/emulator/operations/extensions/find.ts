import { refusals } from '../../errors.ts';
import { findHostedService } from '../../lookup.ts';
import type { Extension, HostedService, Subscription } from '../../state.ts';

export function findExtension(subscription: Subscription, { serviceName, extensionId }: { readonly serviceName: string; readonly extensionId: string }): { service: HostedService; extension: Extension } {
  const service = findHostedService(subscription, serviceName);
  const extension = service.extensions.find(({ id }) => id === extensionId);
  if (!extension) throw refusals.extensionNotFound(extensionId);
  return { service, extension };
}
