import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { findMachineDeployment } from '../../lookup.ts';
import { findMachine } from './checks.ts';

const remoteDesktop = 3389;

/** Download RDP file (jj157183). */
export const getRemoteDesktopFile: Handle<'virtualMachines.getRemoteDesktopFile'> = ({ subscription }, { roleName, ...at }) => {
  const { service, deployment } = findMachineDeployment(subscription, at);
  const endpoint = findMachine(deployment, roleName).endpoints.find(({ localPort }) => localPort === remoteDesktop);
  if (!endpoint) throw refusals.noRemoteDesktop();
  return `full address:s:${service.name}.cloudapp.net:${endpoint.port}\r\nprompt for credentials:i:1\r\n`;
};
