import type { Handle } from '../../handler.ts';
import { describeExtension } from './describe.ts';
import { findExtension } from './find.ts';

export const getExtension: Handle<'extensions.get'> = ({ subscription }, at) => describeExtension(findExtension(subscription, at).extension);
