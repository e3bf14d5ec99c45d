import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { ServiceManagementClient } from '../../src/client/client.ts';
import { identities, type Identities } from '../client/wireServer.ts';
import type { ReplayOptions, ReplayStats } from './replayServer.ts';

/** The replay server in a process of its own. */
export interface ReplayServer {
  readonly endpoint: string;
  /** Since it was last asked. */
  stats(): Promise<ReplayStats>;
  stop(): void;
}

export async function startReplayServer(tls: ReplayOptions['tls'], answers: ReplayOptions['answers']): Promise<ReplayServer> {
  const child = fork(fileURLToPath(new URL('replayServer.ts', import.meta.url)));
  child.send({ tls, answers } satisfies ReplayOptions);
  const [{ port }] = await once(child, 'message') as [{ port: number }];
  return {
    endpoint: `https://127.0.0.1:${port}`,
    stats: async () => { child.send('stats'); return (await once(child, 'message') as [ReplayStats])[0]; },
    stop: () => child.disconnect(),
  };
}

/** A replay server with certificates made for it, and ways to it. */
export interface Replay extends Pick<ReplayServer, 'endpoint' | 'stats'> {
  readonly identities: Identities;
  client(subscriptionId: string): ServiceManagementClient;
  /** undici as one would use it without us. */
  readonly pool: Pool;
}

/** Ends them when `work` is done. */
export async function withReplay(answers: ReplayOptions['answers'], work: (replay: Replay) => Promise<void>): Promise<void> {
  const made = await identities();
  const { authority, server, management } = made;
  const { endpoint, stats, stop } = await startReplayServer({ ...server, ca: authority.cert }, answers);
  const pool = new Pool(endpoint, { connections: 8, allowH2: false, connect: { cert: management.cert, key: management.key, ca: authority.cert } });
  const clients: ServiceManagementClient[] = [];
  const client = (subscriptionId: string) => {
    const one = new ServiceManagementClient({ subscriptionId, certificate: management, endpoint, ca: authority.cert });
    clients.push(one);
    return one;
  };
  try {
    await work({ endpoint, stats, identities: made, client, pool });
  } finally {
    await Promise.all([pool.close(), ...clients.map((one) => one.close())]);
    stop();
  }
}
