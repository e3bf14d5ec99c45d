import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { accept, findUnlocked, finishChange, workOn, type Work } from '../virtualMachines/change.ts';
import { findMachine } from '../virtualMachines/checks.ts';
import { DiskPlan } from '../virtualMachines/diskPlan.ts';
import { giveBackDisks, makeDisks, takeDisks, type TakenDisk } from '../virtualMachines/takeDisks.ts';

interface AddWork extends Work { readonly taken: readonly TakenDisk[] }

/** Add Data Disk (jj157199). */
export const addDataDisk: Handler<'dataDisks.add', AddWork> = {
  async begin(context, { serviceName, deploymentName, roleName, ...given }) {
    const find = () => {
      const found = findUnlocked(context, { serviceName, deploymentName });
      const machine = findMachine(found.deployment, roleName);
      if (machine.dataDisks.some(({ lun }) => lun === (given.lun ?? 0))) throw refusals.lunInUse(machine.name, given.lun ?? 0);
      return { found, machine };
    };
    const { found: { service, deployment: { name } }, machine: { name: role, osDisk } } = find();
    const plan = new DiskPlan(context);
    const disk = await plan.planDataDisk({ service, deploymentName: name, roleName: role }, given, [], { osDisk });

    const { found, machine } = await makeDisks(context, plan.planned, find);
    const work = workOn(found);
    machine.dataDisks = [...machine.dataDisks, disk];
    const taken = takeDisks(context.subscription, plan.planned, machine, { hostedService: found.service.name, deployment: found.deployment.name, role: machine.name });
    return accept({ ...work, taken } satisfies AddWork);
  },

  finish(subscription, work, ending) {
    if (!finishChange(subscription, work, ending)) giveBackDisks(subscription, work.taken);
  },
};
