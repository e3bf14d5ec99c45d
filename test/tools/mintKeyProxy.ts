import { createServer, request as sendRequest, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { once } from 'node:events';

/**
 * Stands before the VS Code server on 127.0.0.1 and answers POST /mint-key, which the bare server does not know, with
 * `key` (32 bytes): what a person's browser keeps for an extension's SecretStorage then survives a restart.
 * `port` is the one wanted; a free one where it is taken.
 */
export async function startMintKeyProxy({ port, target, key }: { port: number; target: number; key: Buffer }): Promise<{ port: number; stop: () => void }> {
  const proxy = createServer((request, response) => {
    const { method, url, headers } = request;
    if (method === 'POST' && url?.endsWith('/mint-key')) return void response.setHeader('Content-Type', 'application/octet-stream').end(key);
    const upstream = sendRequest({ host: '127.0.0.1', port: target, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  });
  proxy.on('upgrade', ({ method, url, rawHeaders }, socket, head) => {
    const upstream = connect(target, '127.0.0.1');
    const lines = rawHeaders.map((text, index) => index % 2 === 0 ? `${text}: ` : `${text}\r\n`);
    upstream.write(`${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n`);
    upstream.write(head);
    for (const [one, other] of [[socket, upstream], [upstream, socket]] as const) {
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await listen(proxy, port).catch(() => listen(proxy, 0));
  const stop = (): void => {
    proxy.close();
    proxy.closeAllConnections();
  };
  return { port: (proxy.address() as AddressInfo).port, stop };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}
