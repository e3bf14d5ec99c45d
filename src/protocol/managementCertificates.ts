import { operation } from './operation.ts';
import { list, named, preciseDate, required, struct, text, type ValueOf } from './schema.ts';

/** What a certificate is given as, and shown as. Nothing of it is secret: the private key stays with its owner. */
const certificate = {
  /** The RSA public key alone (PKCS#1), base64. */
  publicKey: required(named('SubscriptionCertificatePublicKey', text)),
  /** SHA-1 of the data, 40 hexadecimal digits. */
  thumbprint: required(named('SubscriptionCertificateThumbprint', text)),
  /** The certificate as a `.cer` file has it, base64. */
  data: required(named('SubscriptionCertificateData', text)),
};

export const managementCertificate = struct({ ...certificate, created: preciseDate });
export type ManagementCertificate = ValueOf<typeof managementCertificate>;

export const managementCertificates = {
  /** The certificates that may manage the subscription. */
  list: operation({ method: 'GET', path: '/certificates', status: 200, page: 'List Management Certificates', reference: 'jj154105', python: 'list_management_certificates', answer: { root: 'SubscriptionCertificates', shape: list('SubscriptionCertificate', managementCertificate) } }),

  get: operation({ method: 'GET', path: '/certificates/{thumbprint}', status: 200, page: 'Get Management Certificate', reference: 'jj154131', python: 'get_management_certificate', answer: { root: 'SubscriptionCertificate', shape: managementCertificate } }),

  /** Lets one more certificate, of an RSA key of at least 2048 bits, manage the subscription, at once. At most 100 (gg551722). */
  add: operation({
    method: 'POST', path: '/certificates', status: 201, page: 'Add Management Certificate', reference: 'jj154123', python: 'add_management_certificate',
    body: { root: 'SubscriptionCertificate', shape: struct(certificate) },
  }),

  /** Ends that at once. The last one may go too, and then only the portal leads to the subscription. */
  delete: operation({ method: 'DELETE', path: '/certificates/{thumbprint}', status: 200, page: 'Delete Management Certificate', reference: 'jj154127', python: 'delete_management_certificate' }),
};
