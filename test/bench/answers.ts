import { existsSync, readFileSync } from 'node:fs';

const recorded = new URL('../../../shared/corpus/exchanges.jsonl', import.meta.url);

export const isRecordingThere = (): boolean => existsSync(recorded);

/** The largest recorded answer of an operation, compact as the service wrote it: some recorders indented. */
export function largestRecorded(operation: string): string {
  const bodies = readFileSync(recorded, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { operation: string; status: number; responseBody: string })
    .filter((e) => e.operation === operation && e.status === 200).map((e) => e.responseBody);
  return bodies.toSorted((a, b) => b.length - a.length)[0]!.replace(/>\s+</g, '><');
}

/**
 * List Hosted Services with as many services as wanted, each a recorded one under a name of its own; 2,000 are 4.1 MB, or 1.4 MB
 * without the role sizes that newer versions of the service name with each.
 */
export function hostedServicesAnswer(count: number, { roleSizes }: { roleSizes: boolean }): string {
  const whole = largestRecorded('GET /{sub}/services/hostedservices');
  const services = whole.match(/<HostedService>.*?<\/HostedService>/gs)!.map((xml) => (roleSizes ? xml : xml.replace(/<ComputeCapabilities>.*<\/ComputeCapabilities>/s, '')));
  const many = Array.from({ length: count }, (_, i) => services[i % services.length]!.replace('</ServiceName>', `-${i}</ServiceName>`));
  return `${whole.slice(0, whole.indexOf('<HostedService>'))}${many.join('')}</HostedServices>`;
}
