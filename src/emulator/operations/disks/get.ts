import { findDisk } from '../../disks.ts';
import type { Handle } from '../../handler.ts';
import { describeDisk } from './describe.ts';

export const getDisk: Handle<'disks.get'> = (context, { diskName }) => describeDisk(context, findDisk(context.subscription, diskName));
