/** The wire between a worker and a server: it can be cut, and it can fall silent. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Wire {
  port: number;
  /** `cut`: every connection is closed at once; `silent`: accepted, and nothing said. */
  become(state: 'whole' | 'cut' | 'silent'): void;
  /** Connections that were tried since it last changed. */
  tried: number;
  close(): Promise<void>;
}

export const wireTo = async (host: string, port: number): Promise<Wire> => {
  let state: 'whole' | 'cut' | 'silent' = 'whole';
  const open = new Set<Socket>();
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  };
  const server = createServer((near) => {
    wire.tried += 1;
    keep(near);
    if (state === 'cut') near.destroy();
    if (state !== 'whole') return;
    const far = connect(port, host);
    keep(far);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  const wire: Wire = {
    port: 0,
    tried: 0,
    become(next) {
      state = next;
      wire.tried = 0;
      for (const socket of open) {
        if (next === 'silent') socket.unpipe().pause();
        else socket.destroy();
      }
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  wire.port = (server.address() as AddressInfo).port;
  return wire;
};

/** An address that leads through a wire. */
export const through = (address: string, wire: Wire): string => {
  const url = new URL(address);
  url.host = `127.0.0.1:${wire.port}`;
  return url.href;
};
