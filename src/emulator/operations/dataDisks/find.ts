import { refusals } from '../../errors.ts';
import type { Machine } from '../../state.ts';

/** @throws Refusal 404. */
export function findDataDisk({ name, dataDisks }: Machine, lun: number): Machine['dataDisks'][number] {
  const found = dataDisks.find((disk) => disk.lun === lun);
  if (!found) throw refusals.dataDiskNotFound(name, lun);
  return found;
}
