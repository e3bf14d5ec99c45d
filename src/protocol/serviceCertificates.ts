import { operation } from './operation.ts';
import { list, required, struct, text, word, type ValueOf } from './schema.ts';

/** The public part of a certificate; nothing ever gives the private key back. */
export const serviceCertificate = struct({
  certificateUrl: text,
  /** 40 hexadecimal digits, which is how a `.cscfg` names it. */
  thumbprint: text,
  thumbprintAlgorithm: word('sha1'),
  /** DER, base64. */
  data: text,
});
export type ServiceCertificate = ValueOf<typeof serviceCertificate>;

const addressed = '/services/hostedservices/{serviceName}/certificates/{thumbprintAlgorithm}-{thumbprint}';

export const serviceCertificates = {
  /** The certificates of a cloud service. */
  list: operation({
    method: 'GET', path: '/services/hostedservices/{serviceName}/certificates', status: 200, page: 'List Service Certificates', reference: 'ee460788', python: 'list_service_certificates',
    answer: { root: 'Certificates', shape: list('Certificate', serviceCertificate) },
  }),

  /** The public part of one certificate. `thumbprintAlgorithm` is `sha1`. */
  get: operation({
    method: 'GET', path: addressed, status: 200, page: 'Get Service Certificate', reference: 'ee460792', python: 'get_service_certificate',
    answer: { root: 'Certificate', shape: struct({ data: required(text) }) },
  }),

  /**
   * Adds a certificate for roles and machines to use. `data` is the file in base64: a `.pfx` with its `password`, which are secrets,
   * or a `.cer` with an empty one.
   */
  add: operation({
    method: 'POST', path: '/services/hostedservices/{serviceName}/certificates', status: 202, page: 'Add Service Certificate', reference: 'ee460817', python: 'add_service_certificate',
    body: { root: 'CertificateFile', shape: struct({ data: required(text), certificateFormat: required(word('pfx', 'cer')), password: text }) },
  }),

  /** Deletes a certificate. The operation fails with `ConflictError` while a deployment uses it. */
  delete: operation({ method: 'DELETE', path: addressed, status: 202, page: 'Delete Service Certificate', reference: 'ee460803', python: 'delete_service_certificate' }),
};
