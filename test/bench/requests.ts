import { largestRecorded } from './answers.ts';
import { report } from './measure.ts';
import { withReplay } from './replay.ts';

/** How many requests it takes, and how many at once. */
export async function benchRequests(): Promise<void> {
  const service = largestRecorded('GET /{sub}/services/hostedservices/{service}?embed-detail=true');
  await withReplay([{ endsWith: 'embed-detail=true', body: service, delayMs: 20 }], async ({ client: connect, stats }) => {
    const client = connect('11111111-2222-3333-4444-555555555555');
    await client.hostedServices.get({ serviceName: 'one', embedDetail: true });
    report('requests to open a cloud service', String((await stats()).requests), 'goal 1');
    await Promise.all(Array.from({ length: 50 }, (_, i) => client.hostedServices.get({ serviceName: `service-${i}`, embedDetail: true })));
    report('requests in flight at most while 50 cloud services are refreshed', String((await stats()).mostInFlight), 'goal at most 8');
  });
}
