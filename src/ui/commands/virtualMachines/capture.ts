import { l10n } from 'vscode';
import type { ServiceManagementClient } from '../../../client/index.ts';
import { confirm } from '../../input/confirm.ts';
import { imageNameProblem, labelProblem, notTaken } from '../../input/names.ts';
import { runWizard, type Choice } from '../../input/wizard.ts';
import type { Request } from '../../operations/request.ts';
import type { Command } from '../command.ts';
import { groupRow } from '../target.ts';
import { addressOf, alone, chooseMachine, inState, machineFacts, rowsOf, type ChosenMachine } from './choose.ts';
import { areAll } from './consequences.ts';

/** An OS image has the system disk only; a VM image has all disks, and its machine goes on where it is a specialized one. */
type Kind = 'osImage' | 'Generalized' | 'Specialized';
interface Answers { kind?: Kind; name?: string; label?: string }

export const captureCommands: readonly Command[] = [
  {
    id: 'azureClassic.virtualMachines.capture',
    run: async (services, argument) => {
      const title = l10n.t('Capture Image');
      const chosen = await chooseMachine(services, argument, title);
      if (!chosen) return;
      const { connection, client, serviceName, machine } = chosen;
      const { roleName } = machine.role;
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
        async (ask, a) => { a.name = await ask.text({ prompt: l10n.t('Name of the image'), value: a.name ?? '', check: nameProblem }); },
        async (ask, a) => { a.label = await ask.text({ prompt: l10n.t('Label'), value: a.label ?? a.name!, check: labelProblem }); },
      ]);
      if (!done) return;
      const { kind, name, label } = done as Required<Answers>;
      const question = l10n.t('Capture the image {0} of {1}?', name, roleName);
      if (!await confirm(question, [...machineFacts([alone(chosen)]), ...consequences(chosen, kind)], title)) return;
      await services.tasks.start({
        title: l10n.t('Capturing the image {0} of {1}', name, roleName), label: title, target: `${serviceName}, ${roleName}`, question,
        connection, rows: [...rowsOf(chosen), groupRow(connection, kind === 'osImage' ? 'osImages' : 'vmImages'), groupRow(connection, 'disks')],
        request: requestFor(chosen, kind, name, label), done: kind === 'Specialized' ? l10n.t('The image {0} is ready.', name) : l10n.t('The image {0} is ready, and {1} is deleted.', name, roleName),
      });
    },
  },
];

const kinds = (isStopped: boolean): Choice<Kind>[] => {
  const generalized = isStopped
    ? l10n.t('Its operating system has been generalized (Sysprep, or waagent -deprovision). The machine is deleted afterwards.')
    : l10n.t('Not now: the machine has to be generalized and stopped first.');
  const specialized: Choice<Kind> = { label: l10n.t('VM image, specialized'), description: l10n.t('all disks'), detail: l10n.t('As it is, with its name and its users. The machine goes on.'), value: 'Specialized' };
  const others: Choice<Kind>[] = [
    { label: l10n.t('OS image'), description: l10n.t('system disk only'), detail: generalized, value: 'osImage' },
    { label: l10n.t('VM image, generalized'), description: l10n.t('all disks'), detail: generalized, value: 'Generalized' },
  ];
  return isStopped ? [...others, specialized] : [specialized, ...others];
};

function consequences({ serviceName, deployment, machine }: ChosenMachine, kind: Kind): string[] {
  const { roleName } = machine.role;
  if (kind === 'Specialized') {
    return [l10n.t('The machine stays.'), ...(inState('stopped', 'deallocated')(machine) ? [] : [l10n.t('It runs: what it has not written to its disks yet is not in the image. Stop it first to be sure.')])];
  }
  return [
    l10n.t('{0} is deleted when the image is ready. Its disks stay, and are free then.', roleName),
    l10n.t('What has not been generalized makes an image that new machines do not start from.'),
    ...(areAll(deployment, [roleName]) ? [l10n.t('It is the last machine of {0}: its deployment goes with it, and its public address unless that is reserved.', serviceName)] : []),
  ];
}

function requestFor(chosen: ChosenMachine, kind: Kind, name: string, label: string): Request {
  const at = addressOf(chosen);
  return kind === 'osImage'
    ? { operation: 'virtualMachines.capture', parameters: { ...at, postCaptureAction: 'Delete', targetImageLabel: label, targetImageName: name } }
    : { operation: 'virtualMachines.captureVmImage', parameters: { ...at, osState: kind, vmImageName: name, vmImageLabel: label } };
}

/** Images of both kinds share their names. */
const imageNames = async (client: ServiceManagementClient): Promise<string[]> => (await Promise.all([client.osImages.list(), client.vmImages.list()])).flat().map(({ name }) => name);
