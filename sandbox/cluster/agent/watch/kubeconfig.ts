import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { BacklotError } from '../../../../modules/values/backlot-error.js';

/** How the API server is reached, in the words of node:tls. */
export interface ApiServerAccess {
  readonly url: URL;
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly token?: string;
  /** @default true */
  readonly verify: boolean;
}

interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly clusters?: readonly { readonly name: string; readonly cluster?: Readonly<Record<string, unknown>> }[];
  readonly users?: readonly { readonly name: string; readonly user?: Readonly<Record<string, unknown>> }[];
  readonly contexts?: readonly { readonly name: string; readonly context?: Readonly<Record<string, string>> }[];
}

/**
 * Reads the current context of a kubeconfig with certificates or a token; programs that fetch credentials aren't run.
 *
 * @throws BacklotError `KubeconfigInvalid`
 */
export async function readKubeconfig(path: string): Promise<ApiServerAccess> {
  const config = parse(await readFile(path, 'utf8')) as Kubeconfig | null;
  const named = config?.contexts?.find(({ name }) => name === config['current-context'])?.context;
  const cluster = config?.clusters?.find(({ name }) => name === named?.cluster)?.cluster;
  const user = config?.users?.find(({ name }) => name === named?.user)?.user ?? {};
  if (typeof cluster?.server !== 'string') {
    throw new BacklotError({
      code: 'KubeconfigInvalid',
      message: `the current context of ${path} names no cluster with a server`,
      source: 'platform',
    });
  }
  const material = async (from: Readonly<Record<string, unknown>>, field: string) => {
    const inline = from[`${field}-data`];
    if (typeof inline === 'string') return Buffer.from(inline, 'base64');
    const file = from[field];
    return typeof file === 'string' ? readFile(resolve(dirname(path), file)) : undefined;
  };
  return {
    url: new URL(cluster.server),
    ca: await material(cluster, 'certificate-authority'),
    cert: await material(user, 'client-certificate'),
    key: await material(user, 'client-key'),
    token: typeof user.token === 'string' ? user.token : undefined,
    verify: cluster['insecure-skip-tls-verify'] !== true,
  };
}
