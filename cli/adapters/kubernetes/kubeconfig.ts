import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { correctedLine } from '../../kernel/command-line.js';
import { nearestWord } from '../../kernel/nearest-word.js';

/** A cluster of a kubeconfig, by the field names of the file. */
export interface KubeconfigCluster {
  readonly server: string;
  readonly 'certificate-authority'?: string;
  readonly 'certificate-authority-data'?: string;
  readonly 'insecure-skip-tls-verify'?: boolean;
  readonly 'tls-server-name'?: string;
  readonly 'proxy-url'?: string;
}

/** A program that prints credentials. */
export interface KubeconfigExec {
  readonly apiVersion?: string;
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly installHint?: string;
  readonly provideClusterInfo?: boolean;
}

/** A user of a kubeconfig, by the field names of the file. */
export interface KubeconfigUser {
  readonly 'client-certificate'?: string;
  readonly 'client-certificate-data'?: string;
  readonly 'client-key'?: string;
  readonly 'client-key-data'?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly as?: string;
  readonly exec?: KubeconfigExec;
  readonly 'auth-provider'?: unknown;
}

/** What one or several kubeconfig files say. */
export interface Kubeconfig {
  /** Of the first file. */
  readonly path: string;
  readonly currentContext?: string;
  readonly contexts: ReadonlyMap<string, { readonly cluster: string; readonly user: string }>;
  readonly clusters: ReadonlyMap<string, KubeconfigCluster>;
  readonly users: ReadonlyMap<string, KubeconfigUser>;
}

/** A context with what it refers to. */
export interface KubeconfigContext {
  readonly name: string;
  readonly clusterName: string;
  readonly userName: string;
  readonly cluster: KubeconfigCluster;
  readonly user: KubeconfigUser;
}

const PATHS = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

/**
 * Reads kubeconfig files; of a name that several define, the first counts, as with kubectl. Paths become absolute.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 * @throws BacklotError `KubeconfigMissing`, `KubeconfigInvalid`.
 */
export async function readKubeconfig(...paths: readonly string[]): Promise<Kubeconfig> {
  const files = await Promise.all(paths.map((path) => readOne(path)));
  const contexts = new Map();
  const clusters = new Map();
  const users = new Map();
  for (const file of files) {
    for (const [map, list, field] of [
      [contexts, file.contexts, 'context'],
      [clusters, file.clusters, 'cluster'],
      [users, file.users, 'user'],
    ] as const) {
      for (const entry of list ?? []) if (!map.has(entry.name)) map.set(entry.name, entry[field] ?? {});
    }
  }
  const currentContext = files.map((file) => file['current-context']).find(Boolean);
  return { path: paths[0] as string, currentContext, contexts, clusters, users };
}

/** The context of that name. @throws BacklotError `ContextMissing` (names the known ones), `KubeconfigInvalid`. */
export function contextOf(config: Kubeconfig, name: string): KubeconfigContext {
  const context = config.contexts.get(name);
  if (!context) {
    const known = [...config.contexts.keys()];
    const near = known[0] && correctedLine(name, nearestWord(name, known) ?? known[0]);
    throw new BacklotError({
      code: 'ContextMissing',
      message: `${config.path} has no context '${name}'; ${known.length > 0 ? `it has ${known.join(', ')}` : 'it has none'}`,
      exitCode: 3,
      actions: [...(near ? [near] : []), 'kubectl config get-contexts'],
      details: { kubeconfig: config.path, context: name, known },
    });
  }
  const cluster = config.clusters.get(context.cluster);
  if (!cluster?.server)
    throw invalid(config.path, `context '${name}' names cluster '${context.cluster}', which has no server`);
  const { cluster: clusterName, user: userName } = context;
  return { name, clusterName, userName, cluster, user: config.users.get(userName) ?? {} };
}

interface KubeconfigFile {
  readonly 'current-context'?: string;
  readonly contexts?: readonly NamedEntry[] | null;
  readonly clusters?: readonly NamedEntry[] | null;
  readonly users?: readonly NamedEntry[] | null;
}

type NamedEntry = { readonly name: string } & { [field in 'context' | 'cluster' | 'user']?: Record<string, unknown> };

async function readOne(path: string): Promise<KubeconfigFile> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new BacklotError({
      code: 'KubeconfigMissing',
      message: `the kubeconfig ${path} cannot be read: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.message}`,
      exitCode: 3,
      cause,
      details: { kubeconfig: path },
    });
  });
  let file: unknown;
  try {
    file = parse(text);
  } catch (cause) {
    throw invalid(path, (cause as Error).message, cause);
  }
  if (typeof file !== 'object' || file === null) throw invalid(path, 'it is empty');
  const folder = dirname(path);
  const absolute = (entry: NamedEntry): NamedEntry => {
    const fields = (field: 'cluster' | 'user') =>
      entry[field] && {
        [field]: Object.fromEntries(
          Object.entries(entry[field]).map(([key, value]) => [
            key,
            PATHS.includes(key) && typeof value === 'string' ? resolve(folder, value) : value,
          ]),
        ),
      };
    return { ...entry, ...fields('cluster'), ...fields('user') };
  };
  const { clusters, users, ...rest } = file as KubeconfigFile;
  for (const [name, list] of Object.entries({ clusters, users, contexts: rest.contexts })) {
    if (list && !Array.isArray(list)) throw invalid(path, `${name} is not a list`);
  }
  return { ...rest, clusters: clusters?.map(absolute), users: users?.map(absolute) };
}

function invalid(path: string, reason: string, cause?: unknown): BacklotError {
  return new BacklotError({
    code: 'KubeconfigInvalid',
    message: `the kubeconfig ${path} is not usable: ${reason}`,
    exitCode: 3,
    details: { kubeconfig: path },
    cause,
  });
}
