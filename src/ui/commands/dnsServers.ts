import { isIPv4 } from 'node:net';
import { l10n, QuickPickItemKind, ThemeIcon } from 'vscode';
import { runWizard, type Choice } from '../input/wizard.ts';
import type { Request } from '../operations/request.ts';
import { machinesOf } from '../tree/virtualMachines.ts';
import type { Command } from './command.ts';
import { deploymentTarget, serviceRow, slotTarget } from './target.ts';

interface Answers { chosen?: string | undefined; name?: string; address?: string }

/** The DNS servers that the machines of a deployment ask. */
export const dnsServerCommand: Command = {
  id: 'azureClassic.deployments.setDnsServer',
  run: async (services, argument) => {
    const title = l10n.t('Set DNS Server');
    const target = await deploymentTarget(services, argument, title, (deployment) => machinesOf('', deployment).length > 0);
    if (!target) return;
    const { connection, serviceName, slot, deployment } = target;
    const now = deployment.dns?.dnsServers ?? [];
    const fresh: Choice<string | undefined> = { label: l10n.t('New DNS server...'), iconPath: new ThemeIcon('add'), value: undefined };
    const items: Choice<string | undefined>[] = now.map(({ name, address }) => ({ label: name, description: address, iconPath: new ThemeIcon('server-process'), value: name }));
    const done = await runWizard<Answers>(title, {}, [
      async (ask, a) => {
        if (now.length === 0) return false;
        a.chosen = await ask.pick<string | undefined>({ placeholder: l10n.t('Which DNS server of {0}?', slotTarget(serviceName, slot)), items: [...items, { label: '', kind: QuickPickItemKind.Separator }, fresh] });
        if (a.chosen !== undefined) a.name = a.chosen;
        return true;
      },
      async (ask, a) => {
        if (a.chosen !== undefined) return false;
        const check = (name: string) => (name.trim() === '' ? l10n.t('Enter a name.') : now.some((each) => each.name.toLowerCase() === name.toLowerCase()) ? l10n.t('The name {0} is taken.', name) : undefined);
        a.name = await ask.text({ prompt: l10n.t('Name of the DNS server'), value: a.name ?? '', check });
        return true;
      },
      async (ask, a) => {
        const isNew = a.chosen === undefined;
        const prompt = isNew ? l10n.t('Address of {0}', a.name!) : l10n.t('Address of {0}; without one the server is removed', a.name!);
        const check = (text: string) => (isIPv4(text) || (text === '' && !isNew) ? undefined : l10n.t('Enter an address like {0}.', '10.0.0.4'));
        a.address = await ask.text({ prompt, value: now.find(({ name }) => name === a.chosen)?.address ?? '', check });
      },
    ], ({ chosen }) => (now.length > 0 ? 1 : 0) + (chosen === undefined ? 2 : 1));
    if (!done) return;
    const { chosen, name, address } = done as Required<Answers>;
    const at = { serviceName, deploymentName: deployment.name, name };
    const request: Request = chosen === undefined ? { operation: 'dnsServers.add', parameters: { ...at, address } }
      : address === '' ? { operation: 'dnsServers.delete', parameters: at } : { operation: 'dnsServers.update', parameters: { ...at, address } };
    await services.tasks.start({
      title: l10n.t('Setting the DNS server {0} of {1}', name, slotTarget(serviceName, slot)), label: title, target: slotTarget(serviceName, slot), connection, rows: [serviceRow(connection, serviceName)], request,
      done: address === '' ? l10n.t('{0} does not ask the DNS server {1} any more.', slotTarget(serviceName, slot), name) : l10n.t('{0} asks the DNS server {1} ({2}).', slotTarget(serviceName, slot), name, address),
    });
  },
};
