import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { sendOn } from '../../instances.ts';
import type { OsImage } from '../../state.ts';
import { makeVhds } from '../../vhds.ts';
import { requireLabel } from '../checks.ts';
import { exceededQuota } from '../deployments/create.ts';
import { copyOf, findCaptured, finishCapture, type CaptureWork } from './capturing.ts';
import { accept, workOn } from './change.ts';
import { requireProvisioning } from './checks.ts';
import { isDeallocated } from './power.ts';

/** Capture Role (jj157201). Its disks stay when the machine goes. */
export const captureVirtualMachine: Handler<'virtualMachines.capture', CaptureWork> = {
  async begin(context, given) {
    const { postCaptureAction: action, targetImageName: name, targetImageLabel: label, provisioningConfiguration } = given;
    if (action !== 'Delete' && action !== 'Reprovision') throw refusals.postCaptureAction(action);
    requireLabel('image', label);
    const find = () => {
      const { found, machine } = findCaptured(context, given, name, true);
      const again = action === 'Reprovision' ? requireProvisioning(found.service, machine.name, machine.osDisk.os, provisioningConfiguration ? [provisioningConfiguration] : []) : undefined;
      return { found, machine, again };
    };
    const { machine: { osDisk } } = find();
    const copy = copyOf(context, name, 'os', osDisk.disk);
    const { found, machine, again } = await makeVhds(context, [copy], find);

    const now = context.clock.now();
    const image: OsImage = { name, label, mediaLink: copy.mediaLink, os: osDisk.os, gigabytes: copy.gigabytes, created: now, modified: now };
    const work: CaptureWork = { ...workOn(found), role: machine.name, image, mediaLinks: [copy.mediaLink], goes: again === undefined };
    const failure = again && isDeallocated(machine) ? exceededQuota(context, { kind: 'machines', machines: [machine] }) : undefined;
    Object.assign(machine, again);
    sendOn(context, [machine], again ? 'provision' : 'takeDown');
    return accept(work, failure);
  },

  finish: finishCapture,
};
