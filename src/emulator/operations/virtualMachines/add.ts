import type { Handler } from '../../handler.ts';
import { findHostedService } from '../../lookup.ts';
import type { ServiceCertificate } from '../../state.ts';
import { accept, findUnlocked, finishChange, workOn, type Work } from './change.ts';
import { keepWinRm, makeMachines } from './makeMachines.ts';
import { giveBackDisks, type TakenDisk } from './takeDisks.ts';

interface AddWork extends Work { readonly taken: readonly TakenDisk[]; readonly winRm: ServiceCertificate | undefined }

/** Add Role (jj157186). */
export const addVirtualMachine: Handler<'virtualMachines.add', AddWork> = {
  async begin(context, { serviceName, deploymentName, ...role }) {
    const findHome = () => {
      const found = findUnlocked(context, { serviceName, deploymentName });
      return { ...found.deployment, service: found.service, found };
    };
    const { home: { found }, machines, failure, taken, winRm } = await makeMachines(context, [role], findHome);
    const work: AddWork = { ...workOn(found), taken, winRm };
    found.deployment.machines.push(...machines);
    return accept(work, failure);
  },

  finish(subscription, work, ending) {
    if (finishChange(subscription, work, ending)) keepWinRm(findHostedService(subscription, work.serviceName), work.winRm);
    else giveBackDisks(subscription, work.taken);
  },
};
