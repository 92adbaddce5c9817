import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ensureFolder } from '../../../host/private-folder.js';
import { readIfThere, writePrivate } from '../private-file.js';
import { type CertificateRequest, createAuthority, isFresh, isGood, issue, type KeyPair } from './authority.js';

/** Name of the authority that vouches for servers and clients of the cluster, of the two that stand apart from it. */
export type AuthorityName = 'ca' | 'front-proxy-ca' | 'etcd-ca';

/** What is certified: by whom, and what for. */
export interface Certified extends CertificateRequest {
  readonly by: AuthorityName;
}

/** Names of all that is certified. */
export type CertificateName = keyof ReturnType<typeof certificates>;

/** Keys and certificates of the cluster. */
export interface Pki {
  readonly folder: string;
  readonly authorities: Readonly<Record<AuthorityName, KeyPair>>;
  readonly certificates: Readonly<Record<CertificateName, KeyPair>>;
  /** Path of a certificate (`crt`) or key (`key`). */
  path(name: AuthorityName | CertificateName, kind: 'crt' | 'key'): string;
  /** Signs the tokens of service accounts. */
  readonly serviceAccountKey: string;
  readonly serviceAccountPublicKey: string;
  /** Configuration of the API server that makes it encrypt secrets in etcd. */
  readonly encryptionConfig: string;
}

/** First address of the service network: that of the API server itself. */
const SERVICE_ADDRESS = '172.20.0.1';
/** Groups that no role is bound to: each component's role is bound to its name. */
const COMPONENTS = 'backlot:components';

/** As whom the API server asks kubelets. */
export const KUBELET_CLIENT = 'backlot:kubelet-client';

function certificates(agentNames: readonly string[]) {
  const server = (commonName: string, names: readonly string[] = []): Certified => ({
    by: 'ca',
    commonName,
    names: ['localhost', '127.0.0.1', ...names],
    usages: ['server'],
  });
  const client = (commonName: string, organization: string = COMPONENTS): Certified => ({
    by: 'ca',
    commonName,
    organization,
    usages: ['client'],
  });
  const kubernetes = [
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
  ];
  return {
    etcd: { by: 'etcd-ca', commonName: 'etcd', names: ['localhost', '127.0.0.1'], usages: ['server', 'client'] },
    'etcd-client': { by: 'etcd-ca', commonName: 'kube-apiserver', usages: ['client'] },
    apiserver: server('kube-apiserver', [...kubernetes, SERVICE_ADDRESS]),
    'kubelet-client': client(KUBELET_CLIENT),
    'front-proxy': { by: 'front-proxy-ca', commonName: 'front-proxy-client', usages: ['client'] },
    'controller-manager-server': server('kube-controller-manager'),
    'scheduler-server': server('kube-scheduler'),
    'prometheus-server': server('prometheus'),
    'agent-server': server(
      'backlot-sandbox-agent',
      agentNames.filter((name) => !['localhost', '127.0.0.1'].includes(name)),
    ),
    admin: client('backlot:admin', 'system:masters'),
    'controller-manager': client('system:kube-controller-manager'),
    scheduler: client('system:kube-scheduler'),
    kwok: client('backlot:kwok'),
    rollouts: client('backlot:rollouts'),
    agent: client('backlot:agent'),
    'prometheus-client': client('backlot:prometheus-client'),
  } as const satisfies Record<string, Certified>;
}

/**
 * Makes what is missing, and makes anew what nears its end, does not fit its authority or says something else by now.
 *
 * @param agentNames names that the agent's certificate must carry.
 */
export async function ensurePki(folder: string, agentNames: readonly string[]): Promise<Pki> {
  await ensureFolder(folder);
  const path = (name: string, kind: 'crt' | 'key') => join(folder, `${name}.${kind}`);
  const names: AuthorityName[] = ['ca', 'front-proxy-ca', 'etcd-ca'];
  const authorities = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await ensureAuthority(name, path)] as const)),
  ) as Record<AuthorityName, KeyPair>;
  const wanted = Object.entries(certificates(agentNames)) as [CertificateName, Certified][];
  const issued = Object.fromEntries(
    await Promise.all(
      wanted.map(async ([name, request]) => {
        const authority = authorities[request.by];
        const pair = await read(name, path);
        if (pair && isGood(pair, authority, request)) return [name, pair] as const;
        return [name, await keep(name, path, await issue(authority, request))] as const;
      }),
    ),
  ) as Record<CertificateName, KeyPair>;
  return {
    folder,
    authorities,
    certificates: issued,
    path,
    ...(await ensureServiceAccountKeys(folder)),
    encryptionConfig: await ensureEncryption(folder),
  };
}

type PathOf = (name: string, kind: 'crt' | 'key') => string;

async function ensureAuthority(name: AuthorityName, path: PathOf): Promise<KeyPair> {
  const pair = await read(name, path);
  return pair && isFresh(pair) ? pair : keep(name, path, await createAuthority(`backlot-sandbox-${name}`));
}

async function read(name: string, path: PathOf): Promise<KeyPair | undefined> {
  const [certificate, key] = await Promise.all([readIfThere(path(name, 'crt')), readIfThere(path(name, 'key'))]);
  return certificate && key ? { certificate, key } : undefined;
}

async function keep(name: string, path: PathOf, pair: KeyPair): Promise<KeyPair> {
  await writePrivate(path(name, 'key'), pair.key);
  await writePrivate(path(name, 'crt'), pair.certificate);
  return pair;
}

async function ensureServiceAccountKeys(folder: string) {
  const serviceAccountKey = join(folder, 'service-account.key');
  const serviceAccountPublicKey = join(folder, 'service-account.pub');
  if (!(await readIfThere(serviceAccountKey)) || !(await readIfThere(serviceAccountPublicKey))) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    await writePrivate(serviceAccountPublicKey, publicKey);
    await writePrivate(serviceAccountKey, privateKey);
  }
  return { serviceAccountKey, serviceAccountPublicKey };
}

/** @see https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/ */
async function ensureEncryption(folder: string): Promise<string> {
  const path = join(folder, 'encryption.json');
  if (await readIfThere(path)) return path;
  const secret = randomBytes(32).toString('base64');
  const config = {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'EncryptionConfiguration',
    resources: [
      { resources: ['secrets'], providers: [{ secretbox: { keys: [{ name: 'sandbox', secret }] } }, { identity: {} }] },
    ],
  };
  await writePrivate(path, `${JSON.stringify(config, null, 2)}\n`);
  return path;
}
