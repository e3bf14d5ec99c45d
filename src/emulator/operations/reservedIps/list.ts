import type { Handle } from '../../handler.ts';
import { describeReservedIp } from './describe.ts';

export const listReservedIps: Handle<'reservedIps.list'> = ({ subscription }) => subscription.reservedIps.map((reservedIp) => describeReservedIp(subscription, reservedIp));
