import { createServer, type Server } from 'node:net';
import { PORTS, type PortName } from '../cluster-record.js';

/** Ports of the cluster, all on 127.0.0.1. */
export type Ports = Readonly<Record<PortName, number>>;

/** Address of the API server. */
export function serverUrl(ports: Ports): string {
  return `https://127.0.0.1:${ports.apiserver}`;
}

/**
 * Keeps the ports of last time where it can: one that somebody else took meanwhile, or that never was, becomes a free
 * one.
 *
 * @param inUse those that processes of ours listen on now.
 */
export async function choosePorts(last: Partial<Ports>, inUse: ReadonlySet<PortName>): Promise<Ports> {
  const held: Server[] = [];
  const hold = async (port: number) => {
    const server = await listen(port);
    if (server) held.push(server);
    const address = server?.address();
    return address && typeof address === 'object' ? address.port : undefined;
  };
  try {
    const ports: Partial<Record<PortName, number>> = {};
    for (const name of PORTS) {
      const before = last[name];
      if (before !== undefined && (inUse.has(name) || (await hold(before)))) ports[name] = before;
    }
    for (const name of PORTS) ports[name] ??= await hold(0);
    return ports as Ports;
  } finally {
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve(server));
  });
}
