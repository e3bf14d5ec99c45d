import { configuration, shopPackage } from '../client/emulatorRig.ts';
import { tellStory } from './stories.ts';

tellStory('networks', "Reserved IPs and virtual networks, told by Debian's Python SDK", {
  given: async (rig) => ({
    packageUrl: await rig.stage(await shopPackage()), configuration: configuration(),
    reservingConfiguration: configuration({ more: '<NetworkConfiguration><AddressAssignments><ReservedIPs><ReservedIP name="myip"/></ReservedIPs></AddressAssignments></NetworkConfiguration>' }),
  }),
});
