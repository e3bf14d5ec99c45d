import type { Handle } from '../../handler.ts';
import { describeDisk } from './describe.ts';

export const listDisks: Handle<'disks.list'> = (context) => context.subscription.disks.map((disk) => describeDisk(context, disk));
