import { configuration, shopPackage } from '../client/emulatorRig.ts';
import { tellStory } from './stories.ts';

tellStory('guide', "The guide, told to the emulator by Debian's Python SDK", {
  given: async (rig) => ({ packageUrl: await rig.stage(await shopPackage()), configuration: configuration(), scaledConfiguration: configuration({ web: 4 }) }),
});
