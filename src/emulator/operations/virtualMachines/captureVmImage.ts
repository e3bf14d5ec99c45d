import { refusals } from '../../errors.ts';
import type { Handler } from '../../handler.ts';
import { sendOn } from '../../instances.ts';
import type { VmImage } from '../../state.ts';
import { makeVhds } from '../../vhds.ts';
import { requireLabel } from '../checks.ts';
import { copyOf, findCaptured, finishCapture, type CaptureWork } from './capturing.ts';
import { accept, workOn } from './change.ts';

/** Capture VM Image: copies of all disks. A specialized machine may be running and goes on; a generalized one goes, and its disks stay. */
export const captureVmImage: Handler<'virtualMachines.captureVmImage', CaptureWork> = {
  async begin(context, given) {
    const { vmImageName: name, vmImageLabel: label } = given;
    const osState = (['Generalized', 'Specialized'] as const).find((each) => each === given.osState);
    if (!osState) throw refusals.osState(given.osState);
    requireLabel('image', label);
    const goes = osState === 'Generalized';
    const find = () => findCaptured(context, given, name, goes);
    const { machine: { osDisk, dataDisks } } = find();
    const system = copyOf(context, name, 'os', osDisk.disk);
    const data = dataDisks.map(({ disk, lun, hostCaching }, i) => ({ ...copyOf(context, name, `datadisk-${i}`, disk), lun, hostCaching }));
    const copies = [system, ...data];
    const { found, machine } = await makeVhds(context, copies, find);

    const now = context.clock.now();
    const image: VmImage = {
      name, label, description: given.description, language: given.language, imageFamily: given.imageFamily, recommendedVmSize: given.recommendedVMSize, created: now, modified: now,
      osDisk: { name: system.name, hostCaching: osDisk.hostCaching, mediaLink: system.mediaLink, gigabytes: system.gigabytes, osState, os: osDisk.os },
      dataDisks: data.map(({ name: disk, lun, hostCaching, mediaLink, gigabytes }) => ({ name: disk, lun, hostCaching, mediaLink, gigabytes })),
      capturedFrom: { hostedService: found.service.name, deployment: found.deployment.name, role: machine.name },
    };
    const work: CaptureWork = { ...workOn(found), role: machine.name, image, mediaLinks: copies.map(({ mediaLink }) => mediaLink), goes };
    if (goes) sendOn(context, [machine], 'takeDown');
    return accept(work);
  },

  finish: finishCapture,
};
