// A plain HTTPS server in a process of its own that answers recorded bytes, so that no other part's slowness flatters us.
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ReplayOptions {
  readonly tls: { readonly cert: string; readonly key: string; readonly ca: string };
  /** What every GET answers, by the end of its path. */
  readonly answers: readonly { readonly endsWith: string; readonly body: string; readonly delayMs?: number }[];
}
export interface ReplayStats { readonly requests: number; readonly mostInFlight: number; readonly connections: number }

process.once('message', ({ tls, answers }: ReplayOptions) => {
  const bodies = answers.map((answer) => ({ ...answer, bytes: Buffer.from(answer.body) }));
  let [requests, inFlight, mostInFlight, connections] = [0, 0, 0, 0];
  const server = createServer({ ...tls, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    requests++;
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    const answer = bodies.find(({ endsWith }) => request.url!.endsWith(endsWith));
    const send = () => {
      inFlight--;
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/xml; charset=utf-8', 'x-ms-request-id': '0'.repeat(32), 'content-length': answer?.bytes.length ?? 0 });
      response.end(answer?.bytes);
    };
    if (answer?.delayMs) setTimeout(send, answer.delayMs);
    else send();
  });
  server.on('secureConnection', () => { connections++; });
  server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }));
  process.on('message', () => {
    process.send!({ requests, mostInFlight, connections } satisfies ReplayStats);
    [requests, mostInFlight, connections] = [0, 0, 0];
  });
});
process.once('disconnect', () => process.exit());
