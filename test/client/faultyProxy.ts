import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: http.IncomingHttpHeaders;
}

/** What becomes of one request; anything but `pass` is a fault. */
export type Fate =
  | 'pass'
  | 'drop'          // the connection ends instead of an answer, and the server never sees the request
  | 'loseAnswer'    // the server does its work, but its answer is lost with the connection
  | 'hang'          // nothing comes back
  | 'corrupt'       // one bit of the body is turned on the way
  | { status: number; code: string }
  | { contentLength: number };

export interface FaultyProxy {
  readonly endpoint: string;
  readonly seen: SeenRequest[];
  openConnections(): Promise<number>;
  close(): Promise<void>;
}

/** Stands between a client and an HTTP server on this computer, writes down what passes, and breaks what `fate` says. */
export async function startFaultyProxy(target: string, fate: (request: SeenRequest) => Fate | Promise<Fate> = () => 'pass'): Promise<FaultyProxy> {
  const seen: SeenRequest[] = [];
  const server = http.createServer(async (request, response) => {
    // As a proxy it is asked for whole addresses.
    const { pathname, search } = new URL(request.url!, target);
    const entry = { method: request.method!, url: new URL(pathname + search, target), headers: request.headers };
    seen.push(entry);
    const decided = await fate(entry);
    if (decided === 'hang') return void request.resume();
    if (decided === 'drop') return void request.socket.destroy();
    if (typeof decided === 'object' && 'status' in decided) {
      request.resume();
      return void response.writeHead(decided.status, { 'x-ms-error-code': decided.code }).end();
    }
    const onward = http.request(entry.url, { method: entry.method, headers: { ...request.headers, host: entry.url.host }, agent: false }, (answer) => {
      if (decided === 'loseAnswer') return void answer.resume().on('end', () => request.socket.destroy());
      const headers = { ...answer.headers, ...(typeof decided === 'object' && { 'content-length': String(decided.contentLength) }) };
      delete headers.connection;
      answer.pipe(response.writeHead(answer.statusCode!, headers));
    });
    onward.on('error', () => request.socket.destroy());
    response.on('close', () => onward.destroy());
    let turned = decided !== 'corrupt';
    request.on('data', (chunk: Buffer) => {
      if (!turned) chunk[0]! ^= 1;
      turned = true;
      if (!onward.write(chunk)) onward.once('drain', () => request.resume()), request.pause();
    });
    request.on('end', () => onward.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    openConnections: () => new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count)))),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
