import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { KubeconfigCluster, KubeconfigContext, KubeconfigUser } from './kubeconfig.js';

/** What a kubeconfig for EKS says. */
export interface EksKubeconfig {
  readonly environment: string;
  /** Of the cluster; also the name of the context. */
  readonly name: string;
  readonly server: string;
  /** Base64, as EKS gives it. */
  readonly authority: string;
  readonly region: string;
}

/** Writes a kubeconfig that holds no secret: who uses it signs a token of their own. Gives its path. */
export function writeEksKubeconfig(folder: string, eks: EksKubeconfig): Promise<string> {
  const program = fileURLToPath(new URL('./print-eks-token.js', import.meta.url));
  // In a checkout that runs its sources, the built program beside them.
  const built = program.includes('/dist/') ? program : program.replace('/cli/adapters/', '/dist/cli/adapters/');
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: [built, eks.name, eks.region],
    interactiveMode: 'Never',
    provideClusterInfo: false,
  };
  const cluster = { server: eks.server, 'certificate-authority-data': eks.authority };
  return write(folder, `${eks.environment}.yaml`, { name: eks.name, cluster, user: { exec } });
}

/** Writes one context that several files make up, since Helm takes one file. Gives its path. */
export function writeMergedKubeconfig(folder: string, { name, cluster, user }: KubeconfigContext): Promise<string> {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return write(folder, `context-${digest}.yaml`, { name, cluster, user });
}

interface Entry {
  readonly name: string;
  readonly cluster: KubeconfigCluster;
  readonly user: KubeconfigUser | { readonly exec: object };
}

async function write(folder: string, file: string, { name, cluster, user }: Entry): Promise<string> {
  const text = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user }],
  });
  const path = join(folder, file);
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return path;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Replaced at once: another command may be reading it.
  const written = `${path}.${randomUUID()}`;
  await writeFile(written, text, { mode: 0o600 });
  await rename(written, path);
  return path;
}
