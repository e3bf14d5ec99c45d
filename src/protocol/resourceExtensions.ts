import { operation } from './operation.ts';
import { base64, boolean, list, preciseDate, required, since, struct, text, word, type ValueOf } from './schema.ts';

/** One version of an extension that virtual machines may have. */
export const resourceExtension = struct({
  publisher: required(text),
  name: required(text),
  version: required(text),
  label: text,
  description: text,
  /** XML schemas of its configuration; empty where that is JSON. */
  publicConfigurationSchema: base64,
  privateConfigurationSchema: base64,
  sampleConfig: base64,
  // These five are of 2014-04-01 (gg592580).
  replicationCompleted: since('2014-04-01', boolean),
  eula: since('2014-04-01', text),
  privacyUri: since('2014-04-01', text),
  homepageUri: since('2014-04-01', text),
  isJsonExtension: since('2014-04-01', boolean),
  disallowMajorVersionUpgrade: boolean,
  supportedOS: word('Windows', 'Linux'),
  companyName: text,
  publishedDate: preciseDate,
  regions: text,
});
export type ResourceExtension = ValueOf<typeof resourceExtension>;

const answer = { root: 'ResourceExtensions', shape: list('ResourceExtension', resourceExtension) };

export const resourceExtensions = {
  /** The newest version of every extension that a virtual machine may have. */
  list: operation({ method: 'GET', path: '/services/resourceextensions', status: 200, page: 'List Resource Extensions', reference: 'dn495441', python: 'list_resource_extensions', answer }),

  /** All versions of one; none where there is no such extension. */
  listVersions: operation({
    method: 'GET', path: '/services/resourceextensions/{publisherName}/{extensionName}', status: 200, page: 'List Resource Extension Versions', reference: 'dn495440',
    python: 'list_resource_extension_versions', answer,
  }),
};
