/** One of the four public clouds that had the classic Service Management API. */
export interface Cloud {
  readonly id: 'global' | 'china' | 'usGovernment' | 'germany';
  readonly name: string;
  /** Without a trailing slash. */
  readonly endpoint: string;
  /** What follows `{account}.blob.` in the address of a storage account. */
  readonly storageSuffix: string;
}

export const clouds: readonly Cloud[] = [
  { id: 'global', name: 'Azure', endpoint: 'https://management.core.windows.net', storageSuffix: 'core.windows.net' },
  { id: 'china', name: 'Azure China', endpoint: 'https://management.core.chinacloudapi.cn', storageSuffix: 'core.chinacloudapi.cn' },
  { id: 'usGovernment', name: 'Azure US Government', endpoint: 'https://management.core.usgovcloudapi.net', storageSuffix: 'core.usgovcloudapi.net' },
  { id: 'germany', name: 'Azure Germany', endpoint: 'https://management.core.cloudapi.de', storageSuffix: 'core.cloudapi.de' },
];

/** The public cloud an endpoint belongs to, regional hosts (`ussouth.management.core.windows.net`) included; undefined for one's own. */
export function cloudOf(endpoint: URL): Cloud | undefined {
  return clouds.find((cloud) => {
    const { hostname } = new URL(cloud.endpoint);
    return endpoint.hostname === hostname || endpoint.hostname.endsWith(`.${hostname}`);
  });
}

/**
 * Whether what was meant for `endpoint`, the client certificate too, may be sent to `target`: over https only, to a host of the
 * same public cloud, or, for an endpoint of one's own, to the same host at any port (reliability.md E.1).
 */
export function sameCloud(endpoint: URL, target: URL): boolean {
  if (target.protocol !== 'https:') return false;
  const cloud = cloudOf(endpoint);
  return cloud === undefined ? target.hostname === endpoint.hostname : cloudOf(target) === cloud;
}

/** Whether a host name, as `URL.hostname` spells it, is this machine: 127.0.0.0/8, ::1 or localhost. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
