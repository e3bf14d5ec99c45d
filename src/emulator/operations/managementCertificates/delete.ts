import type { Handle } from '../../handler.ts';
import { findManagementCertificate } from '../../lookup.ts';

/**
 * Delete Management Certificate (jj154127): the one that asks for it may go, and the last one too. Who removed that had to use the
 * portal; here the emulator lets its own certificate in again when it starts (emulator.ts).
 */
export const deleteManagementCertificate: Handle<'managementCertificates.delete'> = ({ subscription }, { thumbprint }) => {
  const certificate = findManagementCertificate(subscription, thumbprint);
  subscription.managementCertificates = subscription.managementCertificates.filter((each) => each !== certificate);
};
