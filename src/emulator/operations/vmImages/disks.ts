import { hostCachings } from '../../../protocol/virtualMachineRole.ts';
import { refusals } from '../../errors.ts';
import { same } from '../../lookup.ts';

/** An empty text says nothing. */
export function imageCaching(given: string | undefined, otherwise: string): string {
  const found = hostCachings.find((each) => same(each, given ?? ''));
  if (given && !found) throw refusals.imageCaching(given);
  return found ?? otherwise;
}

/** Python writes one that it was not told as -1. */
export const saidLun = (lun: number | undefined): number | undefined => (lun === -1 ? undefined : lun);

export function requireLuns(luns: readonly number[]): readonly number[] {
  const wrong = luns.find((lun, i) => lun < 0 || lun > 31 || luns.indexOf(lun) !== i);
  if (wrong !== undefined) throw refusals.imageLun(wrong);
  return luns;
}
