import { once } from 'node:events';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { hostedServicesAnswer, largestRecorded } from './answers.ts';
import { compare, report } from './measure.ts';
import type { MemoryUse, ReadingOptions } from './memory.ts';
import { readWithFastXmlParser, readWithSaxes, startPythonSdk } from './references.ts';
import { withReplay } from './replay.ts';

const subscription = (number: number): string => `11111111-2222-3333-4444-${String(number).padStart(12, '0')}`;
const megabytes = (text: string): string => `${(text.length / 1e6).toFixed(1)} MB`;

/** Large answers and many small ones: our client, everything typed and decoded, against other ways to read the same bytes. */
export async function benchReading(): Promise<void> {
  await benchHostedServices('2,000 services with their role sizes', hostedServicesAnswer(2000, { roleSizes: true }));
  await benchHostedServices('2,000 services', hostedServicesAnswer(2000, { roleSizes: false }));
  await benchLocations();
  await benchSizes();
}

/** One answer for each of some subscriptions. */
const answersOf = (list: string, ...bodies: string[]) => bodies.map((body, i) => ({ endsWith: `${subscription(i)}${list}`, body }));

async function benchHostedServices(what: string, answer: string): Promise<void> {
  const list = '/services/hostedservices';
  await withReplay(answersOf(list, answer), async (replay) => {
    const client = replay.client(subscription(0));
    const python = startPythonSdk(replay);
    const url = `/${subscription(0)}${list}`;
    const ms = await compare({
      ours: () => client.hostedServices.list().then(() => undefined),
      fastXmlParser: () => readWithFastXmlParser(replay.pool, url),
      saxes: () => readWithSaxes(replay.pool, url),
      python: python && (() => python.call('list_hosted_services', subscription(0))),
    });
    python?.stop();
    const title = `List Hosted Services, ${what} (${megabytes(answer)})`;
    report(`${title} / undici + fast-xml-parser`, ms.ours / ms.fastXmlParser, 'goal at most 0.5');
    report(`${title} / undici + saxes, empty handlers`, ms.ours / ms.saxes, 'goal at most 1.5');
    report(`${title} / Python SDK`, ms.ours / ms.python, 'goal at most 0.1');
  });
}

async function benchLocations(): Promise<void> {
  const times = 200;
  const answer = largestRecorded('GET /{sub}/locations');
  await withReplay(answersOf('/locations', answer), async (replay) => {
    const client = replay.client(subscription(0));
    const python = startPythonSdk(replay);
    const ms = await compare({
      ours: async () => { for (let i = 0; i < times; i++) await client.locations.list(); },
      saxes: async () => { for (let i = 0; i < times; i++) await readWithSaxes(replay.pool, `/${subscription(0)}/locations`); },
      python: python && (() => python.call('list_locations', subscription(0), times)),
    });
    python?.stop();
    const title = `${times} List Locations, one after the other (${Math.round(answer.length / 1024)} KB each)`;
    report(`${title} / undici + saxes, empty handlers`, ms.ours / ms.saxes, 'goal at most 1.5');
    report(`${title} / Python SDK`, ms.ours / ms.python);
  });
}

/** Whether time grows with the answer, no faster, and what memory the largest one takes. */
async function benchSizes(): Promise<void> {
  const counts = [200, 2000, 20_000];
  const answers = counts.map((count) => hostedServicesAnswer(count, { roleSizes: false }));
  await withReplay(answersOf('/services/hostedservices', ...answers), async (replay) => {
    const [few, some, many] = counts.map((_, i) => replay.client(subscription(i)));
    const ms = await compare({ few: () => few!.hostedServices.list().then(() => undefined), some: () => some!.hostedServices.list().then(() => undefined), many: () => many!.hostedServices.list().then(() => undefined) });
    report('time for each of 2,000 services / of 200', ms.some / 10 / ms.few, 'goal about 1');
    report('time for each of 20,000 services / of 2,000', ms.many / 10 / ms.some, 'goal about 1');

    const child = fork(fileURLToPath(new URL('memory.ts', import.meta.url)), { execArgv: ['--expose-gc'] });
    const { management, authority } = replay.identities;
    child.send({ endpoint: replay.endpoint, certificate: management, ca: authority.cert, small: subscription(0), large: subscription(2) } satisfies ReadingOptions);
    const [use] = await once(child, 'message') as [MemoryUse];
    const title = `20,000 services (${megabytes(answers[2]!)}), in sizes of the answer`;
    report(`memory at most while reading ${title}`, use.peak / answers[2]!.length);
    report(`memory that the result of ${title} keeps`, use.kept / answers[2]!.length);
  });
}
