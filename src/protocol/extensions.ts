import { operation } from './operation.ts';
import { base64, boolean, date, list, required, struct, text, word, type ValueOf } from './schema.ts';

/** An extension of a cloud service, which its deployments may refer to; without the private configuration, which is never given back. */
export const extension = struct({
  providerNameSpace: text,
  type: text,
  /** What deployments call it. */
  id: text,
  /** As it was asked for: `1.*`. */
  version: text,
  /** Of the service certificate that the private configuration is encrypted for. */
  thumbprint: text,
  thumbprintAlgorithm: word('sha1'),
  publicConfiguration: base64,
});
export type Extension = ValueOf<typeof extension>;

/** A kind of extension that there is. */
export const extensionImage = struct({
  providerNameSpace: text,
  type: text,
  version: text,
  label: text,
  description: text,
  /** `WebRole|WorkerRole`. */
  hostingResources: text,
  thumbprintAlgorithm: text,
  /** XML schemas. */
  publicConfigurationSchema: base64,
  privateConfigurationSchema: base64,
  /** The role waits for it. */
  blockRoleUponFailure: boolean,
  sampleConfig: base64,
  replicationCompleted: boolean,
  eula: text,
  privacyUri: text,
  homepageUri: text,
  isJsonExtension: boolean,
  disallowMajorVersionUpgrade: boolean,
  supportedOS: text,
  companyName: text,
  publishedDate: date,
  regions: text,
});
export type ExtensionImage = ValueOf<typeof extensionImage>;

const extensionImages = { root: 'ExtensionImages', shape: list('ExtensionImage', extensionImage) };

export const extensions = {
  /** The newest version of every extension that a cloud service may have. */
  listAvailable: operation({ method: 'GET', path: '/services/extensions', status: 200, page: 'List Available Extensions', reference: 'dn169559', answer: extensionImages }),

  /** All versions of one. */
  listVersions: operation({
    method: 'GET', path: '/services/extensions/{providerNameSpace}/{extensionType}', status: 200, page: 'List Extension Versions', reference: 'dn495437', answer: extensionImages,
  }),

  /** The extensions of a cloud service. */
  list: operation({
    method: 'GET', path: '/services/hostedservices/{serviceName}/extensions', status: 200, page: 'List Extensions', reference: 'dn169561',
    answer: { root: 'Extensions', shape: list('Extension', extension) },
  }),

  /** One extension of a cloud service. */
  get: operation({
    method: 'GET', path: '/services/hostedservices/{serviceName}/extensions/{extensionId}', status: 200, page: 'Get Extension', reference: 'dn169557',
    answer: { root: 'Extension', shape: extension },
  }),

  /**
   * Adds an extension under an `id` (at most 60 letters, digits and hyphens); it runs where a deployment's `extensionConfiguration`
   * refers to that. The configurations are text, XML by the schemas of `listAvailable`; the private one is a secret. Without a
   * `thumbprint` the service makes a certificate for it. `version` is `*` (the newest), `1.*` or `1.2`.
   */
  add: operation({
    method: 'POST', path: '/services/hostedservices/{serviceName}/extensions', status: 202, page: 'Add Extension', reference: 'dn169558',
    body: {
      root: 'Extension', shape: struct({
        providerNameSpace: text, type: required(text), id: required(text), thumbprint: text, thumbprintAlgorithm: text,
        publicConfiguration: base64, privateConfiguration: base64, version: text,
      }),
    },
  }),

  /** Deletes an extension that no deployment refers to. */
  delete: operation({ method: 'DELETE', path: '/services/hostedservices/{serviceName}/extensions/{extensionId}', status: 200, page: 'Delete Extension', reference: 'dn169560' }),
};
