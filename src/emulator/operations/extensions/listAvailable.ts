import type { Handle } from '../../handler.ts';
import { extensionKinds, imagesOf } from './images.ts';

export const listAvailableExtensions: Handle<'extensions.listAvailable'> = () => extensionKinds.map((kind) => imagesOf(kind).at(-1)!);
