import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';
import { same } from '../../lookup.ts';
import { takeVhds } from '../../vhds.ts';
import { requireOperatingSystem } from '../checks.ts';
import { describeDisk } from './describe.ts';

/** Add Disk (jj157178). */
export const addDisk: Handle<'disks.add'> = async (context, { name, label, mediaLink, os }) => {
  const { subscription, clock } = context;
  if (!/^[\w.-]{1,100}$/.test(name)) throw refusals.diskName(name);
  const facts = { name, label, ...(os && { os: requireOperatingSystem(os) }) };
  const [vhd] = await takeVhds(context, [mediaLink], () => {
    if (subscription.disks.some((disk) => same(disk.name, name))) throw refusals.diskExists(name);
  });
  const disk = { ...facts, ...vhd!, created: clock.now() };
  subscription.disks.push(disk);
  return describeDisk(context, disk);
};
