import { credentialsOf } from '../../../../adapters/kubernetes/credentials.js';
import type { ClusterAccess } from '../../../../adapters/kubernetes/index.js';
import { contextOf, readKubeconfig } from '../../../../adapters/kubernetes/kubeconfig.js';
import { Transport } from '../../../../adapters/kubernetes/transport.js';

/** What the API server said to a person. */
export interface Answer {
  readonly status: number;
  readonly message: string;
}

/** Sends requests as somebody of a group; nothing is kept, as all are tried only. */
export class Person {
  private readonly transport: Transport;

  constructor(
    { context, kubeconfig, server }: ClusterAccess,
    readonly group: string,
  ) {
    this.transport = new Transport({
      server,
      timeoutMs: 30_000,
      credentials: async () => {
        const own = await credentialsOf(kubeconfig, contextOf(await readKubeconfig(kubeconfig), context));
        const as = { 'impersonate-user': 'somebody', 'impersonate-group': group };
        return { ...own, headers: { ...own.headers, ...as } };
      },
    });
  }

  create(path: string, body: unknown): Promise<Answer> {
    return this.send('POST', path, body);
  }

  /** A merge patch. */
  patch(path: string, body: unknown): Promise<Answer> {
    return this.send('PATCH', path, body, 'application/merge-patch+json');
  }

  async send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    contentType?: string,
  ): Promise<Answer> {
    const whole = method === 'GET' ? path : `${path}${path.includes('?') ? '&' : '?'}dryRun=All`;
    const answer = await this.transport.send({ method, path: whole, body, ...(contentType && { contentType }) });
    const { message = '' } = (answer.body ?? {}) as { readonly message?: string };
    return { status: answer.status, message };
  }
}
