import { configuration, definition, shopPackage } from '../client/emulatorRig.ts';
import { tellStory } from './stories.ts';

const counts = { web: 3, worker: 2 };
const larger = definition().replace('vmsize="Medium"', 'vmsize="Large"');
const withAdmin = definition().replace('<InputEndpoint name="Http"', '<InputEndpoint name="Admin" protocol="tcp" port="8172" />\n      <InputEndpoint name="Http"');

tellStory('upgrades', "A deployment, upgraded and repaired by Debian's Python SDK", {
  // Long enough to be looked at: each look takes a second.
  options: { operationSeconds: 16 },
  given: async (rig) => ({
    packageUrl: await rig.stage(await shopPackage()),
    nextPackageUrl: await rig.stage(await shopPackage(withAdmin)),
    largerPackageUrl: await rig.stage(await shopPackage(larger)),
    configuration: configuration(counts),
    nextConfiguration: configuration({ ...counts, settings: '<Setting name="Greeting" value="Hello!" />' }),
    scaledConfiguration: configuration({ web: 5, worker: 2 }),
  }),
});
