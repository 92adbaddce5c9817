import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { areOwnPeers, type Connection, tellsPeerOwners } from './peer-owner.js';

/** Who may use a server beside programs of this user. */
export interface GuardOptions {
  /** Whether pages that the server itself gave to a browser may. @default false */
  readonly ownPages?: boolean;
}

const LOOPBACK_HOST = /^(127(\.\d{1,3}){3}|\[::1\]|([a-z0-9_-]+\.)*localhost)(:\d{1,5})?$/i;

/**
 * A server for programs of the user who runs it: neither another user of the machine nor a page of a browser gets more
 * than a 403. Who connects is looked up where the system tells (see `tellsPeerOwners`).
 */
export function guardedServer(handler: RequestListener, options: GuardOptions = {}): Server {
  const server = createServer((request, response) => {
    const reason = refusal(request.headers, options) ?? severalHosts(request);
    if (reason) refuse(response, reason);
    else handler(request, response);
  });
  if (tellsPeerOwners()) admitOwnOnly(server);
  return server;
}

/**
 * Nothing is read of a connection before its owner is known. Those that came while one was looked up are looked up
 * together: each look takes longer the more connections the machine has.
 */
function admitOwnOnly(server: Server): void {
  const emit = server.emit.bind(server) as (event: string, ...rest: unknown[]) => boolean;
  let waiting: Socket[] = [];
  let rested = 0;
  const admit = () => {
    const began = performance.now();
    const sockets = waiting.filter((socket) => !socket.destroyed);
    waiting = [];
    const own = areOwnPeers(sockets.map(endsOf));
    sockets.forEach((socket, index) => {
      socket.off('error', gone);
      if (own[index]) emit('connection', socket);
      else turnAway(socket);
    });
    // At least half of the time is for others.
    rested = 2 * performance.now() - began;
  };
  server.emit = ((event: string, ...rest: unknown[]) => {
    if (event !== 'connection') return emit(event, ...rest);
    const socket = rest[0] as Socket;
    socket.on('error', gone);
    if (waiting.push(socket) > 1) return true;
    const pause = rested - performance.now();
    if (pause > 0) setTimeout(admit, pause);
    else setImmediate(admit);
    return true;
  }) as Server['emit'];
}

/** A client that left before it was looked at. */
function gone(this: Socket): void {
  this.destroy();
}

/** Another user's connection takes nothing of this process but a moment: it is not waited for what it might ask. */
function turnAway(socket: Socket): void {
  const body = answer('this sandbox belongs to another user of this machine');
  const head = `HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n`;
  socket.on('error', () => socket.destroy());
  socket.end(head + body, () => socket.destroy());
}

/** Why a request with these headers is refused; undefined if it is not. */
export function refusal(headers: IncomingHttpHeaders, { ownPages = false }: GuardOptions = {}): string | undefined {
  const { host = '', origin } = headers;
  if (!LOOPBACK_HOST.test(host)) return 'the sandbox is called by an address of this machine, such as 127.0.0.1';
  // `sec-fetch-mode` alone says nothing: the fetch of Node sends it, too.
  const { 'sec-fetch-site': site, 'sec-fetch-dest': destination } = headers;
  const page = origin !== undefined || site !== undefined || destination !== undefined;
  // Other names of this machine may lead to another address, on which somebody else may listen and give pages, too.
  const own =
    host.startsWith('127.0.0.1') &&
    (origin ?? `http://${host}`) === `http://${host}` &&
    ['none', 'same-origin'].includes(site ?? 'none');
  return page && !(ownPages && own) ? 'other pages of a browser may not use the sandbox' : undefined;
}

/** Node keeps the first of several. */
function severalHosts({ rawHeaders }: IncomingMessage): string | undefined {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  return hosts.length > 1 ? 'the request names several hosts' : undefined;
}

function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): Connection | undefined {
  if (!remoteAddress || !remotePort || !localAddress || !localPort) return undefined;
  return { peer: { address: remoteAddress, port: remotePort }, here: { address: localAddress, port: localPort } };
}

function refuse(response: ServerResponse, reason: string): void {
  response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
  response.end(answer(reason));
}

function answer(message: string): string {
  return `${JSON.stringify({ code: 'NotAllowed', message })}\n`;
}
