import { l10n } from 'vscode';
import type { Deployment, DeploymentSlot } from '../../client/index.ts';
import { confirm, confirmWithMedia, type Media } from '../input/confirm.ts';
import { slotWord } from '../operations/deployment.ts';
import type { Services } from '../services.ts';
import { slotName } from '../tree/deployments.ts';
import { machinesOf } from '../tree/virtualMachines.ts';
import { inTurn, listed, severalFacts, type Several } from './several.ts';
import { groupRow, serviceRow, slotTarget, type NamedTarget } from './target.ts';

/** A cloud service with what is in it. */
interface Full extends NamedTarget { readonly deployments: readonly Deployment[]; readonly disks: readonly string[]; readonly hasMachines: boolean }

/** Asks what is to become of the disks of machines, and deletes the services with all that is in them. */
export async function deleteServices(services: Services, several: Several): Promise<void> {
  const title = l10n.t('Delete Cloud Service');
  const all = await Promise.all(several.targets.map(full));
  const question = all.length === 1 ? l10n.t('Delete the cloud service {0}?', all[0]!.name) : l10n.t('Delete {0} cloud services?', all.length);
  const isEmpty = all.every(({ deployments }) => deployments.length === 0);
  const hasMachines = all.some((each) => each.hasMachines);
  const deleted = all.map(({ name, deployments }) => ({ name, takesData: deployments.length > 0 }));
  const facts = [
    ...severalFacts(several),
    ...(all.length === 1 ? deploymentLines(all[0]!) : isEmpty ? [] : [l10n.t('With deployments, which go too: {0}', listed(all.filter(({ deployments }) => deployments.length > 0).map(({ name }) => name)))]),
    ...(hasMachines ? [l10n.t('Disks of the virtual machines: {0}', listed(all.flatMap(({ disks }) => disks))), l10n.t('Disks can stay with their VHDs, which you go on paying for. If they are deleted too, all that is on them is lost.')] : []),
    ...(isEmpty ? [all.length === 1 ? l10n.t('It has no deployments.') : l10n.t('They have no deployments.')] : []),
  ];
  const everything = l10n.t('Delete Everything');
  let media: Media | undefined;
  if (hasMachines) media = await confirmWithMedia(question, facts, { kept: l10n.t('Delete, Keep Disks'), deleted: everything }, deleted);
  else if (await confirm(question, facts, !isEmpty ? everything : all.length === 1 ? title : l10n.t('Delete Cloud Services'), deleted)) media = 'deleted';
  if (media) await inTurn(services, title, all, (each) => deleteService(services, each, media), undefined, ({ connection, name }) => `${connection.id}/${name}`);
}

async function full(target: NamedTarget): Promise<Full> {
  const { deployments = [] } = await target.client.hostedServices.get({ serviceName: target.name, embedDetail: true });
  const machines = deployments.flatMap((deployment) => machinesOf(target.name, deployment));
  const disks = machines.flatMap(({ role: { osVirtualHardDisk, dataVirtualHardDisks = [] } }) => [osVirtualHardDisk, ...dataVirtualHardDisks].flatMap((disk) => disk?.diskName ?? []));
  return { ...target, deployments, disks, hasMachines: machines.length > 0 };
}

const deploymentLines = ({ deployments }: Full): string[] => deployments.map((d) =>
  l10n.t('{0}: the deployment {1} and its role instances ({2}) go with it.', slotName(d.deploymentSlot as DeploymentSlot), d.label || d.name, d.roleInstanceList?.length ?? 0));

/** Disks stay only where their deployments are deleted one by one: the service deletes an occupied cloud service with everything or not at all. */
async function deleteService({ tasks }: Services, { connection, name, deployments, hasMachines }: Full, media: Media): Promise<void> {
  const keeps = hasMachines && media === 'kept';
  for (const { name: deploymentName, label = deploymentName, deploymentSlot, roleList = [] } of keeps ? deployments : []) {
    const slot = deploymentSlot as DeploymentSlot;
    const went = await tasks.start({
      title: l10n.t('Deleting the {0} deployment of {1}', slotWord(slot), name), label: l10n.t('Delete Deployment'), target: slotTarget(name, slot), question: l10n.t('Delete the deployment {0}?', label), deletes: { name: label },
      connection, rows: [serviceRow(connection, name), groupRow(connection, 'disks')],
      request: { operation: 'deployments.delete', parameters: { serviceName: name, deploymentName }, only: roleList.map(({ roleName }) => roleName) }, done: l10n.t('The {0} slot of {1} is empty now.', slotWord(slot), name),
    });
    if (!went) return;
  }
  const deleteMedia = !keeps && deployments.length > 0;
  await tasks.start({
    title: l10n.t('Deleting the cloud service {0}', name), label: l10n.t('Delete Cloud Service'), target: name, question: l10n.t('Delete the cloud service {0}?', name), deletes: { name, takesData: deleteMedia },
    connection, rows: [groupRow(connection, 'hostedServices'), ...(hasMachines ? [serviceRow(connection, name), groupRow(connection, 'disks')] : [])],
    request: { operation: 'hostedServices.delete', parameters: { serviceName: name, deleteMedia } }, done: l10n.t('The cloud service {0} is deleted.', name),
  });
}
