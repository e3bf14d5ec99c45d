import { requireDescription } from './operations/checks.ts';
import type { ImageFacts } from './state.ts';

/** What requests and answers say of images of both kinds. */
export interface ToldFacts {
  readonly description?: string | undefined;
  readonly eula?: string | undefined;
  readonly imageFamily?: string | undefined;
  readonly showInGui?: boolean | undefined;
  readonly publishedDate?: Date | undefined;
  readonly privacyUri?: string | undefined;
  readonly iconUri?: string | undefined;
  readonly smallIconUri?: string | undefined;
  readonly recommendedVMSize?: string | undefined;
  readonly language?: string | undefined;
}

/** Empty texts stay, but for addresses, where they are none (recorded). @throws Refusal */
export function readFacts({ description, eula, imageFamily, showInGui, publishedDate, privacyUri, iconUri, smallIconUri, recommendedVMSize, language }: ToldFacts): Omit<ImageFacts, 'name' | 'label' | 'created' | 'modified'> {
  requireDescription('image', description);
  return {
    description, eula, imageFamily, showInGui, recommendedVmSize: recommendedVMSize, language, publishedDate: publishedDate?.getTime(),
    privacyUri: privacyUri || undefined, iconUri: iconUri || undefined, smallIconUri: smallIconUri || undefined,
  };
}

type Facts = Omit<ImageFacts, 'name' | 'label' | 'created' | 'modified' | 'replication'>;

export const tellFacts = ({ description, eula, imageFamily, showInGui, publishedDate, privacyUri, iconUri, smallIconUri, recommendedVmSize, language }: Facts): ToldFacts => ({
  description, eula, imageFamily, showInGui, privacyUri, iconUri, smallIconUri, recommendedVMSize: recommendedVmSize, language,
  publishedDate: publishedDate === undefined ? undefined : new Date(publishedDate),
});
