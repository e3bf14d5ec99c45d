import { l10n, ThemeIcon } from 'vscode';
import type { InputEndpoint } from '../../../client/index.ts';
import { confirm } from '../../input/confirm.ts';
import { runWizard, type Choice } from '../../input/wizard.ts';
import { Detail } from '../../tree/detail.ts';
import { endpointsOf, machinesOf } from '../../tree/virtualMachines.ts';
import type { Command } from '../command.ts';
import { addressOf, alone, chooseMachine, isGone, machineFacts, rowsOf, type ChosenMachine } from './choose.ts';
import { changeSettings, withEndpoint, withoutEndpoint } from './settings.ts';

type Protocol = 'tcp' | 'udp';
interface Answers { name?: string; protocol?: Protocol; localPort?: number; port?: number }

/** What mostly listens there, as the name of a new endpoint; names of protocols are the same in every language. */
const wellKnown: Readonly<Record<number, string>> = { 22: 'SSH', 80: 'HTTP', 443: 'HTTPS', 3389: 'RDP', 5986: 'WinRM' };

export const endpointCommands: readonly Command[] = [
  {
    id: 'azureClassic.virtualMachines.addEndpoint',
    run: async (services, argument) => {
      const title = l10n.t('Add Endpoint');
      const chosen = await chooseMachine(services, argument, title);
      if (!chosen) return;
      const { connection, serviceName, deployment, machine } = chosen;
      const { roleName } = machine.role;
      const own = endpointsOf(machine.role);
      const others = machinesOf(serviceName, deployment).flatMap((each) => endpointsOf(each.role).map((endpoint) => ({ endpoint, by: each.role.roleName })));
      const takenBy = (port: number, protocol: Protocol) => others.find(({ endpoint }) => endpoint.port === port && sameWord(endpoint.protocol, protocol))?.by;
      const done = await runWizard<Answers>(title, {}, [
        async (ask, a) => {
          const items = (['tcp', 'udp'] as const).map((value): Choice<Protocol> => ({ label: value.toUpperCase(), value }));
          a.protocol = await ask.pick({ placeholder: l10n.t('Which protocol?'), items, active: (value) => value === a.protocol });
        },
        async (ask, a) => {
          const check = (text: string) => (portOf(text) ? undefined : notAPort());
          a.localPort = portOf(await ask.text({ prompt: l10n.t('Port on the machine {0}, where something listens', roleName), value: String(a.localPort ?? ''), check }))!;
        },
        async (ask, a) => {
          const check = (text: string) => publicPortProblem(text, (port) => takenBy(port, a.protocol!));
          const offered = String(a.port ?? a.localPort);
          a.port = portOf(await ask.text({ prompt: l10n.t('Public port, at {0}', deployment.virtualIPs?.[0]?.address ?? serviceName), value: check(offered) ? '' : offered, check }))!;
        },
        async (ask, a) => {
          const check = (text: string) => endpointNameProblem(text, own);
          const offered = wellKnown[a.localPort!] ?? '';
          a.name = (await ask.text({ prompt: l10n.t('Name of the endpoint'), value: a.name ?? (check(offered) ? '' : offered), check })).trim();
        },
      ]);
      if (!done) return;
      const endpoint = { localPort: done.localPort!, name: done.name!, port: done.port!, protocol: done.protocol!, enableDirectServerReturn: false } satisfies InputEndpoint;
      await services.tasks.start({
        title: l10n.t('Adding the endpoint {0} to {1}', endpoint.name, roleName), label: title, target: `${serviceName}, ${roleName}`, connection, rows: rowsOf(chosen),
        request: changeSettings(addressOf(chosen), (settings) => withEndpoint(settings, endpoint)), done: l10n.t('{0} is reached at the public port {1} now.', roleName, endpoint.port),
      });
    },
  },
  {
    id: 'azureClassic.virtualMachines.removeEndpoint',
    run: async (services, argument) => {
      const title = l10n.t('Remove Endpoint');
      const chosen = await chooseMachine(services, argument, title, ({ role }) => endpointsOf(role).length > 0);
      const endpoint = chosen && await chooseEndpoint(chosen, argument, title);
      if (!endpoint) return;
      const { connection, serviceName, machine: { role: { roleName } } } = chosen;
      const { name = '', port = 0 } = endpoint;
      const question = l10n.t('Remove the endpoint {0} of {1}?', name, roleName);
      if (!await confirm(question, [...machineFacts([alone(chosen)]), l10n.t('Nobody reaches the machine at the public port {0} any more.', port)], title)) return;
      await services.tasks.start({
        title: l10n.t('Removing the endpoint {0} of {1}', name, roleName), label: title, target: `${serviceName}, ${roleName}`, question, connection, rows: rowsOf(chosen),
        request: changeSettings(addressOf(chosen), (settings) => withoutEndpoint(settings, name)), done: l10n.t('{0} is not reached at the public port {1} any more.', roleName, port),
      });
    },
  },
];

async function chooseEndpoint({ machine }: ChosenMachine, argument: unknown, title: string): Promise<InputEndpoint | undefined> {
  const endpoints = endpointsOf(machine.role);
  if (argument instanceof Detail) {
    const named = endpoints.find(({ name }) => argument.key === `endpoints/${name}`);
    if (!named) throw isGone(argument.name);
    return named;
  }
  const items = endpoints.map((value): Choice<InputEndpoint> => ({ label: value.name ?? '', description: `${value.protocol} ${value.port} > ${value.localPort}`, iconPath: new ThemeIcon('plug'), value }));
  return (await runWizard<{ endpoint?: InputEndpoint }>(title, {}, [async (ask, a) => { a.endpoint = await ask.pick({ placeholder: l10n.t('Which endpoint?'), items }); }]))?.endpoint;
}

const sameWord = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

const portOf = (text: string): number | undefined => (/^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 65_535 ? Number(text) : undefined);

const notAPort = (): string => l10n.t('A port is a whole number from {0} to {1}.', 1, 65_535);

/** @param takenBy the machine that has an endpoint at a public port, which is the same for all of a deployment */
export function publicPortProblem(text: string, takenBy: (port: number) => string | undefined): string | undefined {
  const port = portOf(text);
  if (!port) return notAPort();
  const by = takenBy(port);
  return by && l10n.t('The public port {0} is taken by {1}.', port, by);
}

export function endpointNameProblem(text: string, own: readonly InputEndpoint[]): string | undefined {
  const name = text.trim();
  if (name === '') return l10n.t('Enter a name.');
  return own.some((each) => sameWord(each.name, name)) ? l10n.t('The machine has an endpoint {0} already.', name) : undefined;
}
