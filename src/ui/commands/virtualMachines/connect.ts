import { homedir } from 'node:os';
import { env, l10n, Uri, window, workspace } from 'vscode';
import { endpointsOf, type Machine } from '../../tree/virtualMachines.ts';
import type { Command } from '../command.ts';
import { addressOf, chooseMachine, type ChosenMachine } from './choose.ts';

const [remoteDesktop, secureShell] = [3389, 22];
const isReachedAt = (port: number) => ({ role }: Machine): boolean => endpointsOf(role).some(({ localPort }) => localPort === port);

export const connectCommands: readonly Command[] = [
  {
    id: 'azureClassic.virtualMachines.downloadRdp',
    run: async (services, argument) => {
      const title = l10n.t('Download RDP File');
      const chosen = await chooseMachine(services, argument, title, isReachedAt(remoteDesktop));
      if (!chosen) return;
      const { client, machine: { role: { roleName } } } = chosen;
      // Before the dialog: nobody chooses a place for what is not there.
      const text = await client.virtualMachines.getRemoteDesktopFile(addressOf(chosen));
      const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
      const file = await window.showSaveDialog({
        title, filters: { [l10n.t('Remote Desktop file')]: ['rdp'] }, saveLabel: l10n.t('Save'), defaultUri: Uri.joinPath(folder, `${roleName}.rdp`),
      });
      if (!file) return;
      await workspace.fs.writeFile(file, Buffer.from(text, 'utf8'));
      const open = l10n.t('Open');
      void window.showInformationMessage(l10n.t('The RDP file of {0} is saved.', roleName), open).then((choice) => { if (choice === open) void env.openExternal(file); });
    },
  },
  {
    id: 'azureClassic.virtualMachines.copySshCommand',
    run: async (services, argument) => {
      const chosen = await chooseMachine(services, argument, l10n.t('Copy SSH Command'), isReachedAt(secureShell));
      if (!chosen) return;
      const command = sshCommand(chosen);
      await env.clipboard.writeText(command);
      window.setStatusBarMessage(l10n.t('Copied: {0}', command), 3000);
    },
  },
];

/** The service does not tell which users there are: who pastes it writes theirs before the host. */
export function sshCommand({ serviceName, deployment: { url = '' }, machine }: Pick<ChosenMachine, 'serviceName' | 'deployment' | 'machine'>): string {
  const { port } = endpointsOf(machine.role).find(({ localPort }) => localPort === secureShell)!;
  const host = URL.canParse(url) ? new URL(url).hostname : `${serviceName}.cloudapp.net`;
  return `ssh -p ${port} ${host}`;
}
