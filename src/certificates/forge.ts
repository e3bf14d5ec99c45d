import type forge from 'node-forge';

export type { default as forge } from 'node-forge';

/** node-forge takes 300 KB and 20 ms to load; Node reads certificates and keys itself, so it is only needed to make them and for PKCS#12. */
export async function loadForge(): Promise<typeof forge> {
  return (await import('node-forge')).default;
}
