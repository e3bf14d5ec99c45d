import { buildPkcs12, describeCertificate, makeManagementCertificate } from '../../src/certificates/index.ts';
import { changeState } from '../client/machineRig.ts';
import { tellStory } from './stories.ts';

tellStory('machines', "Virtual machines, told with Debian's Python SDK", {
  given: async (rig) => {
    const certificate = await makeManagementCertificate({ commonName: 'www.contoso.com', days: 30, now: new Date() });
    // Images of the platform, whose catalogue is still to come: without a VHD that anybody sees.
    const images = [['OpenLogic__OpenLogic-CentOS-62-20120531-es-es-30GB.vhd', 'Linux'], ['a699494373c04fc0bc8f2bb1389d6106__Windows-Server-2012-Datacenter-201407.01-en.us-127GB.vhd', 'Windows']];
    await changeState(rig, ({ osImages }) => osImages.push(...images.map(([name, os]) => ({ name, os, label: name, gigabytes: 30, created: 0, modified: 0 }) as never)));
    return {
      endpoint: rig.emulator.endpoint, blobEndpoint: rig.emulator.blobEndpoint,
      thumbprint: describeCertificate(certificate.cert).thumbprint, password: 'Sesame1', pfx: (await buildPkcs12(certificate, 'Sesame1')).toString('base64'),
    };
  },
});
