import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ConnectProxy {
  readonly origin: string;
  /** Each CONNECT: where to, and the `Proxy-Authorization` that came with it. */
  readonly seen: { readonly host: string; readonly authorization: string | undefined }[];
  /** Everything that ever went through a tunnel towards the host. */
  readonly carried: Buffer[];
  close(): Promise<void>;
}

/** A proxy on 127.0.0.1 that opens tunnels: `route` gives the port on this machine that a host stands for, or the HTTP status to refuse with. */
export async function startConnectProxy(route: (host: string, authorization: string | undefined) => { port: number } | { status: number } | 'hangUp' | 'silence'): Promise<ConnectProxy> {
  const seen: ConnectProxy['seen'] = [];
  const carried: Buffer[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer((_, response) => response.writeHead(500).end('It is for CONNECT only.'));
  server.on('connection', keep);
  server.on('connect', ({ url = '', headers }, client: Socket, head) => {
    const authorization = headers['proxy-authorization'];
    seen.push({ host: url, authorization });
    const way = route(url, authorization);
    if (way === 'hangUp') return void client.destroy();
    if (way === 'silence') return;
    if ('status' in way) return void client.end(`HTTP/1.1 ${way.status} No\r\ncontent-length: 0\r\n\r\n`);
    const onward = keep(connect(way.port, '127.0.0.1', () => client.write('HTTP/1.1 200 Connection established\r\n\r\n')));
    onward.write(head);
    client.on('data', (chunk: Buffer) => carried.push(chunk));
    client.pipe(onward).pipe(client);
    for (const [one, other] of [[client, onward], [onward, client]] as const) one.on('close', () => other.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, carried,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
