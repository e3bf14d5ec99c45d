import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeManagementCertificate } from '../../src/certificates/index.ts';
import { tellStory } from './stories.ts';

tellStory('subscription', 'The subscription, its catalogues, its certificates and its history, told with the Python SDK', {
  given: async (rig) => {
    const { cert, key } = await makeManagementCertificate({ commonName: 'second', days: 30, now: new Date() });
    const secondPath = path.join(rig.directory, 'second.pem');
    await writeFile(secondPath, key + cert);
    const { raw, fingerprint, publicKey } = new X509Certificate(cert);
    return {
      secondPath, data: raw.toString('base64'), thumbprint: fingerprint.replaceAll(':', ''), publicKey: publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64'),
    };
  },
});
