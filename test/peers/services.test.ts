import { X509Certificate } from 'node:crypto';
import { buildPkcs12, describeCertificate, makeManagementCertificate } from '../../src/certificates/index.ts';
import { configuration, definition, shopPackage } from '../client/emulatorRig.ts';
import { tellStory } from './stories.ts';

tellStory('services', "Certificates, updates and new keys, told with Debian's Python SDK", {
  given: async (rig) => {
    const certificate = await makeManagementCertificate({ commonName: 'www.contoso.com', days: 30, now: new Date() });
    const { thumbprint } = describeCertificate(certificate.cert);
    const withIt = (text: string, certificates: string) => text.replace('</ConfigurationSettings>', `</ConfigurationSettings><Certificates>${certificates}</Certificates>`);
    return {
      thumbprint, password: 'Sesame1', pfx: (await buildPkcs12(certificate, 'Sesame1')).toString('base64'), cer: new X509Certificate(certificate.cert).raw.toString('base64'),
      packageUrl: await rig.stage(await shopPackage(withIt(definition(), '<Certificate name="Ssl" storeLocation="LocalMachine" storeName="My" />'))),
      configuration: withIt(configuration(), `<Certificate name="Ssl" thumbprint="${thumbprint}" thumbprintAlgorithm="sha1" />`),
    };
  },
});
