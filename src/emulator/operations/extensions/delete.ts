import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { requireUnlockedService } from '../../pending.ts';
import { extensionsOf } from '../deployments/needs.ts';
import { findExtension } from './find.ts';

/** Delete Extension (dn169560, which calls it asynchronous; it answered 200). */
export const deleteExtension: Handle<'extensions.delete'> = ({ subscription }, at) => {
  const { service, extension } = findExtension(subscription, at);
  requireUnlockedService(subscription, service.name);
  if (Object.values(service.deployments).some((deployment) => extensionsOf(deployment).includes(extension.id))) throw refusals.extensionInUse(extension.id);
  service.extensions = service.extensions.filter((each) => each !== extension);
};
