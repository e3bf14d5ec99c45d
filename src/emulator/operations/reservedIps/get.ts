import type { Handle } from '../../handler.ts';
import { findReservedIp } from '../../reservedIps.ts';
import { describeReservedIp } from './describe.ts';

export const getReservedIp: Handle<'reservedIps.get'> = ({ subscription }, { reservedIpName }) => describeReservedIp(subscription, findReservedIp(subscription, reservedIpName));
