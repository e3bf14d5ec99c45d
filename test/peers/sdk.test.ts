import { configuration, shopPackage } from '../client/emulatorRig.ts';
import { tellStory } from './stories.ts';

tellStory('sdk', "What Debian's Python SDK has beside the guide", {
  given: async (rig) => ({ packageUrl: await rig.stage(await shopPackage()), configuration: configuration() }),
});
