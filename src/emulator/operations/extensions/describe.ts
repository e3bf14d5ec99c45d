import type { Extension as Answer } from '../../../protocol/extensions.ts';
import type { Extension } from '../../state.ts';

export const describeExtension = ({ providerNameSpace, type, id, version, thumbprint, publicConfiguration }: Extension): Answer =>
  ({ providerNameSpace, type, id, version, thumbprint, thumbprintAlgorithm: 'sha1', publicConfiguration });
