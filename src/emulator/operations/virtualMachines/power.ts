import type { Machine } from '../../state.ts';

/** Stopped, or on its way there; deallocated too. */
export const isStopped = ({ way }: Machine): boolean => way.name === 'shutDown' || way.name === 'deallocate';

/** Without hardware, for which nobody pays. */
export const isDeallocated = ({ way }: Machine): boolean => way.name === 'deallocate';
