import { operation } from './operation.ts';
import { base64, boolean, date, list, nillable, required, since, struct, text, word, type ValueOf } from './schema.ts';
import { availabilityResponse, extendedProperties } from './shared.ts';

export const accountTypes = ['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_RAGRS', 'Premium_LRS'] as const;

const customDomains = list('CustomDomain', struct({ name: text, useSubDomainName: boolean }));

export const storageAccount = struct({
  url: text,
  serviceName: required(text),
  storageServiceProperties: struct({
    description: nillable(text),
    affinityGroup: text,
    location: text,
    label: base64,
    status: word('Creating', 'Created', 'Deleting', 'Deleted', 'Changing', 'ResolvingDns'),
    /** Blob, queue, table and, on newer versions, file. */
    endpoints: list('Endpoint', text),
    geoReplicationEnabled: boolean,
    geoPrimaryRegion: text,
    statusOfPrimary: since('2013-11-01', word('Available', 'Unavailable')),
    geoSecondaryRegion: text,
    statusOfSecondary: since('2013-11-01', word('Available', 'Unavailable')),
    creationTime: date,
    customDomains: since('2013-06-01', customDomains),
    secondaryReadEnabled: since('2013-11-01', boolean),
    secondaryEndpoints: since('2013-11-01', list('Endpoint', text)),
    accountType: since('2014-06-01', word(...accountTypes)),
  }),
  extendedProperties,
  capabilities: list('Capability', text),
  migrationState: text,
});
export type StorageAccount = ValueOf<typeof storageAccount>;

export const storageAccountKeys = struct({
  url: text,
  storageServiceKeys: required(struct({ primary: required(text), secondary: required(text) })),
});
export type StorageAccountKeys = ValueOf<typeof storageAccountKeys>;

export const storageAccounts = {
  /** The storage accounts of the subscription. */
  list: operation({ method: 'GET', path: '/services/storageservices', status: 200, page: 'List Storage Accounts', reference: 'ee460787', python: 'list_storage_accounts', answer: { root: 'StorageServices', shape: list('StorageService', storageAccount) } }),

  /** One storage account. */
  get: operation({ method: 'GET', path: '/services/storageservices/{serviceName}', status: 200, page: 'Get Storage Account Properties', reference: 'ee460802', python: 'get_storage_account_properties', answer: { root: 'StorageService', shape: storageAccount } }),

  /** Both access keys, base64. They are secrets: they open every blob of the account. */
  getKeys: operation({ method: 'GET', path: '/services/storageservices/{serviceName}/keys', status: 200, page: 'Get Storage Account Keys', reference: 'ee460785', python: 'get_storage_account_keys', answer: { root: 'StorageService', shape: storageAccountKeys } }),

  /** Whether the name is free in the whole cloud and well formed (3 to 24 lower-case letters and digits). */
  checkNameAvailability: operation({ method: 'GET', path: '/services/storageservices/operations/isavailable/{serviceName}', status: 200, page: 'Check Storage Account Name Availability', reference: 'jj154125', python: 'check_storage_account_name_availability', answer: { root: 'AvailabilityResponse', shape: availabilityResponse } }),

  /** Makes a storage account in a location or an affinity group, exactly one of them. */
  create: operation({
    method: 'POST', path: '/services/storageservices', status: 202, page: 'Create Storage Account', reference: 'hh264518', python: 'create_storage_account',
    // Accepted in this order and in others (wire-facts.md, Requests).
    body: {
      root: 'CreateStorageServiceInput', shape: struct({
        serviceName: required(text), description: nillable(text), label: required(base64), affinityGroup: text, location: text,
        geoReplicationEnabled: boolean, extendedProperties, secondaryReadEnabled: boolean, accountType: word(...accountTypes),
      }),
    },
  }),

  /**
   * Changes what is given; extended properties as those of cloud services. The type of a zone-redundant or premium account cannot be
   * changed, nor can an account become one. `geoReplicationEnabled` and `secondaryReadEnabled` are older words for the type.
   */
  update: operation({
    method: 'PUT', path: '/services/storageservices/{serviceName}', status: 200, page: 'Update Storage Account', reference: 'hh264516', python: 'update_storage_account',
    body: {
      root: 'UpdateStorageServiceInput', shape: struct({
        description: nillable(text), label: base64, geoReplicationEnabled: boolean, extendedProperties, customDomains,
        secondaryReadEnabled: boolean, accountType: word(...accountTypes),
      }),
    },
  }),

  /** Makes a new primary or secondary key and answers both. What was signed with the old one is refused from then on. */
  regenerateKeys: operation({
    method: 'POST', path: '/services/storageservices/{serviceName}/keys?action=regenerate', status: 200, page: 'Regenerate Storage Account Keys', reference: 'ee460795', python: 'regenerate_storage_account_keys',
    body: { root: 'RegenerateKeys', shape: struct({ keyType: required(word('Primary', 'Secondary')) }) },
    answer: { root: 'StorageService', shape: storageAccountKeys },
  }),

  /** Deletes a storage account and all its blobs. */
  delete: operation({ method: 'DELETE', path: '/services/storageservices/{serviceName}', status: 200, page: 'Delete Storage Account', reference: 'hh264517', python: 'delete_storage_account' }),
};
