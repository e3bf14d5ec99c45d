import type { AffinityGroup as Answer } from '../../../protocol/affinityGroups.ts';
import type { AffinityGroup } from '../../state.ts';

export const describeAffinityGroup = ({ name, label, description, location, created }: AffinityGroup): Answer =>
  ({ name, label, description, location, capabilities: ['PersistentVMRole', 'HighMemory'], createdTime: new Date(created) });
