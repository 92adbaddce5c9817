import { writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createAuthority, issue } from '../../../pki/authority.js';

/** An object in it. */
export interface StoredObject {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** Lists and watches of a Kubernetes API server over TLS with client certificates, and nothing else of it. */
export class FakeApiServer {
  private readonly objects = new Map<string, StoredObject[]>();
  private readonly watches = new Map<string, Set<ServerResponse>>();
  private version = 1;

  private constructor(
    private readonly server: Server,
    readonly kubeconfig: string,
  ) {}

  /** Starts one; its kubeconfig is put into the folder. */
  static async start(folder: string): Promise<FakeApiServer> {
    const authority = await createAuthority('test');
    const [served, client] = await Promise.all([
      issue(authority, { commonName: 'server', names: ['127.0.0.1', 'localhost'], usages: ['server'] }),
      issue(authority, { commonName: 'admin', usages: ['client'] }),
    ]);
    const ca = authority.certificate;
    const server = createServer({ cert: served.certificate, key: served.key, ca, requestCert: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const kubeconfig = join(folder, 'kubeconfig');
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const config = {
      clusters: [{ name: 'c', cluster: { server: url, 'certificate-authority-data': base64(ca) } }],
      users: [
        {
          name: 'u',
          user: { 'client-certificate-data': base64(client.certificate), 'client-key-data': base64(client.key) },
        },
      ],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    };
    await writeFile(kubeconfig, stringify(config));
    const fake = new FakeApiServer(server, kubeconfig);
    fake.listen();
    return fake;
  }

  /** Adds or changes an object, and tells those who watch. */
  put(path: string, object: StoredObject): void {
    const list = this.objects.get(path) ?? [];
    const index = list.findIndex(({ metadata }) => metadata.name === object.metadata.name);
    const type = index === -1 ? 'ADDED' : 'MODIFIED';
    if (index === -1) list.push(object);
    else list[index] = object;
    this.objects.set(path, list);
    this.tell(path, type, object);
  }

  delete(path: string, name: string): void {
    const list = this.objects.get(path) ?? [];
    const object = list.find(({ metadata }) => metadata.name === name);
    this.objects.set(
      path,
      list.filter((each) => each !== object),
    );
    if (object) this.tell(path, 'DELETED', object);
  }

  /** Breaks every connection, as a server that is killed. */
  hangUp(): void {
    this.server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.hangUp();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private tell(path: string, type: string, object: StoredObject): void {
    this.version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(this.version) };
    const line = `${JSON.stringify({ type, object: { ...object, metadata } })}\n`;
    // In two pieces: a line of a watch may be cut anywhere.
    for (const watch of this.watches.get(path) ?? []) {
      watch.write(line.slice(0, 20));
      watch.write(line.slice(20));
    }
  }

  private listen(): void {
    this.server.on('request', (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'https://localhost');
      if (pathname.startsWith('/apis/argoproj.io')) {
        response.writeHead(404).end('404 page not found');
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      if (!searchParams.has('watch')) {
        const items = this.objects.get(pathname) ?? [];
        response.end(JSON.stringify({ metadata: { resourceVersion: String(this.version) }, items }));
        return;
      }
      const watches = this.watches.get(pathname) ?? new Set();
      watches.add(response);
      this.watches.set(pathname, watches);
      response.flushHeaders();
      response.on('close', () => watches.delete(response));
    });
  }
}
