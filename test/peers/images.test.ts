import { tellStory } from './stories.ts';

tellStory('images', "Images and disks, told with Debian's Python SDK", {
  given: async (rig) => {
    for (const [name, gigabytes] of Object.entries({ ubuntu: 30, system: 30, data: 2, disk: 1 })) await rig.makeVhd(gigabytes, `https://contosopackages.blob.core.windows.net/vhds/${name}.vhd`);
    return { packageUrl: await rig.stage(Buffer.from('no VHD')) };
  },
});
