import { l10n } from 'vscode';
import type { ConfigurationSet, ServiceManagementClient } from '../../../client/index.ts';
import { confirm } from '../../input/confirm.ts';
import type { System } from '../../input/machine.ts';
import { imageNameProblem, labelProblem, notTaken } from '../../input/names.ts';
import { runWizard, type Choice, type Step } from '../../input/wizard.ts';
import type { NewOperation } from '../../operations/tasks.ts';
import type { Command } from '../command.ts';
import { groupRow } from '../target.ts';
import { addressOf, alone, chooseMachine, inState, machineFacts, rowsOf, type ChosenMachine } from './choose.ts';
import { areAll } from './consequences.ts';
import { provisioning } from './createRole.ts';
import { askPassword, askPasswordAgain, askUser } from './signIn.ts';

/** An OS image has the system disk only, and its machine can be set up anew; a VM image has all disks, and its machine goes on where it is a specialized one. */
type Kind = 'osImage' | 'setUpAnew' | 'Generalized' | 'Specialized';
interface Answers { kind?: Kind; user?: string; password?: string; name?: string; label?: string }

/** A question about the machine that is set up anew; of others it is not asked. */
const ifAnew = (step: Step<Answers>): Step<Answers> => async (ask, a) => (a.kind === 'setUpAnew' ? step(ask, a) : false);

export const captureCommands: readonly Command[] = [
  {
    id: 'azureClassic.virtualMachines.capture',
    run: async (services, argument) => {
      const title = l10n.t('Capture Image');
      const chosen = await chooseMachine(services, argument, title);
      if (!chosen) return;
      const { connection, client, serviceName, machine } = chosen;
      const { roleName, osVirtualHardDisk } = machine.role;
      const os: System = osVirtualHardDisk?.os === 'Windows' ? 'Windows' : 'Linux';
      const isStopped = inState('stopped', 'deallocated')(machine);
      const nameProblem = notTaken(imageNameProblem, () => imageNames(client));
      const done = await runWizard<Answers>(title, {}, [
        async (ask, a) => {
          let placeholder = l10n.t('What is captured of {0}?', roleName);
          do {
            a.kind = await ask.pick({ placeholder, items: kinds(isStopped), active: (value) => value === a.kind });
            placeholder = l10n.t('{0} runs. Generalize and stop it first, or capture a specialized image.', roleName);
          } while (a.kind !== 'Specialized' && !isStopped);
        },
        ifAnew(async (ask, a) => { a.user = await askUser(ask, os, a.user); }),
        ifAnew(async (ask, a) => { a.password = await askPassword(ask, os, a.user!); }),
        ifAnew(async (ask, a) => { await askPasswordAgain(ask, a.password); }),
        async (ask, a) => { a.name = await ask.text({ prompt: l10n.t('Name of the image'), value: a.name ?? '', check: nameProblem }); },
        async (ask, a) => { a.label = await ask.text({ prompt: l10n.t('Label'), value: a.label ?? a.name!, check: labelProblem }); },
      ], ({ kind }) => (kind === 'setUpAnew' ? 6 : 3));
      if (!done) return;
      const { kind, name, label, user, password } = done as Required<Answers>;
      const question = l10n.t('Capture the image {0} of {1}?', name, roleName);
      if (!await confirm(question, [...machineFacts([alone(chosen)]), ...consequences(chosen, kind)], title)) return;
      await services.tasks.start({
        title: l10n.t('Capturing the image {0} of {1}', name, roleName), label: title, target: `${serviceName}, ${roleName}`, question,
        connection, rows: [...rowsOf(chosen), groupRow(connection, kind === 'osImage' || kind === 'setUpAnew' ? 'osImages' : 'vmImages'), groupRow(connection, 'disks')],
        request: requestFor(chosen, kind, name, label, () => provisioning({ name: roleName, os, user, password })), done: doneWords(kind, name, roleName),
      });
    },
  },
];

const kinds = (isStopped: boolean): Choice<Kind>[] => {
  const generalized = isStopped
    ? l10n.t('Its operating system has been generalized (Sysprep, or waagent -deprovision). The machine is deleted afterwards.')
    : l10n.t('Not now: the machine has to be generalized and stopped first.');
  const anew = isStopped ? l10n.t('Its operating system has been generalized (Sysprep, or waagent -deprovision). The machine stays and is set up anew, with a user and a password that are asked for.') : generalized;
  const specialized: Choice<Kind> = { label: l10n.t('VM image, specialized'), description: l10n.t('all disks'), detail: l10n.t('As it is, with its name and its users. The machine goes on.'), value: 'Specialized' };
  const others: Choice<Kind>[] = [
    { label: l10n.t('OS image'), description: l10n.t('system disk only'), detail: generalized, value: 'osImage' },
    { label: l10n.t('OS image, machine set up anew'), description: l10n.t('system disk only'), detail: anew, value: 'setUpAnew' },
    { label: l10n.t('VM image, generalized'), description: l10n.t('all disks'), detail: generalized, value: 'Generalized' },
  ];
  return isStopped ? [...others, specialized] : [specialized, ...others];
};

function consequences({ serviceName, deployment, machine }: ChosenMachine, kind: Kind): string[] {
  const { roleName } = machine.role;
  if (kind === 'Specialized') {
    return [l10n.t('The machine stays.'), ...(inState('stopped', 'deallocated')(machine) ? [] : [l10n.t('It runs: what it has not written to its disks yet is not in the image. Stop it first to be sure.')])];
  }
  const generalized = l10n.t('What has not been generalized makes an image that new machines do not start from.');
  if (kind === 'setUpAnew') return [l10n.t('{0} stays: when the image is ready it is started and set up anew.', roleName), generalized];
  return [
    l10n.t('{0} is deleted when the image is ready. Its disks stay, and are free then.', roleName),
    generalized,
    ...(areAll(deployment, [roleName]) ? [l10n.t('It is the last machine of {0}: its deployment goes with it, and its public address unless that is reserved.', serviceName)] : []),
  ];
}

function doneWords(kind: Kind, name: string, roleName: string): string {
  if (kind === 'Specialized') return l10n.t('The image {0} is ready.', name);
  return kind === 'setUpAnew' ? l10n.t('The image {0} is ready, and {1} is set up anew.', name, roleName) : l10n.t('The image {0} is ready, and {1} is deleted.', name, roleName);
}

/** With a password in it, only as a function, which nobody writes down. */
function requestFor(chosen: ChosenMachine, kind: Kind, name: string, label: string, configuration: () => ConfigurationSet): NewOperation['request'] {
  const at = addressOf(chosen);
  const image = { ...at, targetImageLabel: label, targetImageName: name };
  switch (kind) {
    case 'osImage': return { operation: 'virtualMachines.capture', parameters: { ...image, postCaptureAction: 'Delete' } };
    case 'setUpAnew': return (client) => client.virtualMachines.capture({ ...image, postCaptureAction: 'Reprovision', provisioningConfiguration: configuration() });
    default: return { operation: 'virtualMachines.captureVmImage', parameters: { ...at, osState: kind, vmImageName: name, vmImageLabel: label } };
  }
}

/** Images of both kinds share their names. */
const imageNames = async (client: ServiceManagementClient): Promise<string[]> => (await Promise.all([client.osImages.list(), client.vmImages.list()])).flat().map(({ name }) => name);
