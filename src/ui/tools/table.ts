import { l10n, type PreparedToolInvocation } from 'vscode';
import type { Deployment, DeploymentSlot } from '../../client/index.ts';
import { serviceRow, slotTarget } from '../commands/target.ts';
import { subscriptionFact } from '../input/confirm.ts';
import { slotWord } from '../operations/deployment.ts';
import type { Services } from '../services.ts';
import { clientOf, connectionOf, textOf, type Input, type Tool } from './tool.ts';

const says = (invocationMessage: string): PreparedToolInvocation => ({ invocationMessage });

function slotOf(input: Input): DeploymentSlot {
  const slot = textOf(input, 'slot');
  if (slot !== 'Production' && slot !== 'Staging') throw new Error(l10n.t('A slot is Production or Staging.'));
  return slot;
}

/** What is told of a deployment: not its configuration, which may hold secrets. */
const factsOf = ({ name, label, deploymentSlot, status, url, locked, sdkVersion, createdTime, lastModifiedTime, roleList = [], roleInstanceList = [] }: Deployment) => ({
  name, label, slot: deploymentSlot, status, url, locked, sdkVersion, createdTime, lastModifiedTime,
  roles: roleList.map(({ roleName, osVersion }) => ({ roleName, osVersion })),
  instances: roleInstanceList.map(({ instanceName, roleName, instanceStatus, instanceSize }) => ({ instanceName, roleName, instanceStatus, instanceSize })),
});

/** The deployments of a service by their slots. */
async function deploymentsOf(services: Services, input: Input): Promise<Partial<Record<DeploymentSlot, Deployment>>> {
  const { deployments = [] } = await (await clientOf(services, input)).hostedServices.get({ serviceName: textOf(input, 'serviceName'), embedDetail: true });
  return Object.fromEntries(deployments.map((deployment) => [deployment.deploymentSlot, deployment]));
}

async function inSlot(services: Services, input: Input): Promise<Deployment> {
  const slot = slotOf(input);
  const deployment = (await deploymentsOf(services, input))[slot];
  if (!deployment) throw new Error(l10n.t('The {0} slot of {1} is empty.', slotWord(slot), textOf(input, 'serviceName')));
  return deployment;
}

/** The deployments that a person was last asked about, by tool and input: nothing else is touched, whatever is in the slots by then. */
const asked = new Map<string, string>();
const question = (name: Tool['name'], input: Input): string => JSON.stringify([name, input['subscriptionId'], input['serviceName'], input['slot']]);
const names = (deployments: readonly (Deployment | undefined)[]): string => JSON.stringify(deployments.map((deployment) => deployment?.name ?? ''));

/** @throws Error in the reader's words unless the person was asked about exactly these; once for each question. */
function requireAsked(name: Tool['name'], input: Input, deployments: readonly (Deployment | undefined)[]): void {
  const key = question(name, input);
  const about = asked.get(key);
  asked.delete(key);
  if (about !== names(deployments)) throw new Error(l10n.t('What is in {0} is not what was confirmed. Nothing was changed; ask again.', textOf(input, 'serviceName')));
}

/** The question before anything changes. It names what it is about as it is here, not as the model calls it. */
function asks(services: Services, input: Input, title: string, more: string, doing: string): PreparedToolInvocation {
  const facts = [subscriptionFact(connectionOf(services, input)), l10n.t('Cloud service: {0}', textOf(input, 'serviceName')), more];
  return { invocationMessage: doing, confirmationMessages: { title, message: facts.join('\n\n') } };
}

const setStatus = (name: Tool['name'], status: 'Running' | 'Suspended'): Tool => ({
  name, acts: true,
  prepare: async (services, input) => {
    const deployment = await inSlot(services, input);
    asked.set(question(name, input), names([deployment]));
    const service = textOf(input, 'serviceName');
    const slot = slotWord(slotOf(input));
    const about = l10n.t('Deployment: {0}, {1} slot', deployment.label || deployment.name, slot);
    return status === 'Running'
      ? asks(services, input, l10n.t('Run the {0} deployment of {1}?', slot, service), about, l10n.t('Starting the {0} deployment of {1}', slot, service))
      : asks(services, input, l10n.t('Suspend the {0} deployment of {1}?', slot, service), about, l10n.t('Suspending the {0} deployment of {1}', slot, service));
  },
  invoke: async (services, input) => {
    const connection = connectionOf(services, input);
    const serviceName = textOf(input, 'serviceName');
    const slot = slotOf(input);
    const deployment = await inSlot(services, input);
    requireAsked(name, input, [deployment]);
    const succeeded = await services.tasks.start({
      title: status === 'Running' ? l10n.t('Starting the {0} deployment of {1}', slotWord(slot), serviceName) : l10n.t('Suspending the {0} deployment of {1}', slotWord(slot), serviceName),
      label: status === 'Running' ? l10n.t('Run Deployment') : l10n.t('Suspend Deployment'), target: slotTarget(serviceName, slot),
      connection, rows: [serviceRow(connection, serviceName)], request: { operation: 'deployments.updateStatus', parameters: { serviceName, deploymentName: deployment.name, status } },
      done: status === 'Running' ? l10n.t('The {0} deployment of {1} is running.', slotWord(slot), serviceName) : l10n.t('The {0} deployment of {1} is suspended.', slotWord(slot), serviceName),
    });
    return { succeeded };
  },
});

/** Every tool of the extension; a test compares it with package.json. */
export const toolTable: readonly Tool[] = [
  {
    name: 'azureClassic_list_services',
    prepare: () => says(l10n.t('Listing cloud services')),
    invoke: async (services, input) => (await (await clientOf(services, input)).hostedServices.list())
      .map(({ serviceName, hostedServiceProperties: { label, status, location, affinityGroup } = {} }) => ({ serviceName, label, status, location, affinityGroup })),
  },
  {
    name: 'azureClassic_get_deployment',
    prepare: (_, input) => says(l10n.t('Reading a deployment of {0}', textOf(input, 'serviceName'))),
    invoke: async (services, input) => factsOf(await inSlot(services, input)),
  },
  {
    name: 'azureClassic_explain_operation',
    prepare: (_, input) => says(l10n.t('Looking at the operation {0}', textOf(input, 'requestId'))),
    invoke: async (services, input) => {
      const { status, httpStatusCode, error } = await (await clientOf(services, input)).operations.getStatus({ requestId: textOf(input, 'requestId') });
      return { status, httpStatusCode, code: error?.code, message: error?.message };
    },
  },
  setStatus('azureClassic_run_deployment', 'Running'),
  setStatus('azureClassic_suspend_deployment', 'Suspended'),
  {
    name: 'azureClassic_swap_deployments', acts: true,
    prepare: async (services, input) => {
      const service = textOf(input, 'serviceName');
      const { Production, Staging } = await deploymentsOf(services, input);
      if (!Staging) throw new Error(l10n.t('The staging slot of {0} is empty, so there is nothing to swap. Deploy to it first.', service));
      asked.set(question('azureClassic_swap_deployments', input), names([Production, Staging]));
      const goes = l10n.t('{0} goes from staging to production.', Staging.label || Staging.name);
      const back = Production ? l10n.t('{0} goes from production to staging.', Production.label || Production.name) : l10n.t('Production is empty now; staging will be.');
      return asks(services, input, l10n.t('Swap production and staging of {0}?', service), `${goes} ${back}`, l10n.t('Swapping production and staging of {0}', service));
    },
    invoke: async (services, input) => {
      const connection = connectionOf(services, input);
      const serviceName = textOf(input, 'serviceName');
      const { Production, Staging } = await deploymentsOf(services, input);
      if (!Staging) throw new Error(l10n.t('The staging slot of {0} is empty, so there is nothing to swap. Deploy to it first.', serviceName));
      requireAsked('azureClassic_swap_deployments', input, [Production, Staging]);
      const succeeded = await services.tasks.start({
        title: l10n.t('Swapping production and staging of {0}', serviceName), label: l10n.t('Swap Deployments'), target: serviceName,
        connection, rows: [serviceRow(connection, serviceName)], request: { operation: 'deployments.swap', parameters: { serviceName, production: Production?.name, sourceDeployment: Staging.name } },
        done: l10n.t('{0} is in production of {1} now.', Staging.label || Staging.name, serviceName),
      });
      return { succeeded };
    },
  },
];
