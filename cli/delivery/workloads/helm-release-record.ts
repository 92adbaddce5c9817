import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { unpack as unpackGzip } from '../../../host/unpack.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import type { HelmRelease } from '../../adapters/helm/index.js';
import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';
import { storedJson } from '../../kernel/stored-json.js';

/** What Helm keeps of one revision, as far as it is touched here. */
export interface ReleaseRecord {
  readonly info: { readonly status: string; readonly description?: string };
  /** What the chart made, as YAML documents. */
  readonly manifest?: string;
}

interface ReleaseSecret extends KubernetesObject {
  readonly data?: { readonly release?: string };
}

/** Label of a revision's Secret that Helm finds revisions by. */
const STATUS = 'status';

/**
 * Changes what Helm keeps of a revision; only while holding the release's lock. `change` gives undefined to leave it.
 * Helm keeps it as base64 of gzipped JSON, in a Secret; the API puts its own base64 around that.
 */
export async function rewriteRelease(
  cluster: Kubernetes,
  { namespace, release, revision }: HelmRelease,
  change: (record: ReleaseRecord) => ReleaseRecord | undefined,
): Promise<void> {
  const name = `sh.helm.release.v1.${release}.v${revision}`;
  for (;;) {
    const secret = await cluster.get<ReleaseSecret>({ apiVersion: 'v1', kind: 'Secret', namespace, name });
    const changed = secret?.data?.release && change(unpack(secret, secret.data.release));
    if (!secret || !changed) return;
    const labels = { ...secret.metadata.labels, [STATUS]: changed.info.status };
    const data = { ...secret.data, release: pack(changed) };
    // Undefined: somebody wrote it meanwhile, so it is looked at again.
    if (await cluster.replace({ ...secret, metadata: { ...secret.metadata, labels }, data })) return;
  }
}

/** What Helm keeps of the revision of a release that is deployed; undefined when there is none. */
export async function readHelmRelease(
  cluster: Pick<Kubernetes, 'list'>,
  { namespace, release }: { readonly namespace: string; readonly release: string },
): Promise<{ readonly manifest?: string; readonly deployedAt?: string; readonly revision: number } | undefined> {
  const labelSelector = `owner=helm,name=${release}`;
  const found = await cluster.list<ReleaseSecret>({ apiVersion: 'v1', kind: 'Secret', namespace, labelSelector });
  const revisions = found.filter(({ metadata }) => metadata.labels?.[STATUS] === 'deployed').map(numbered);
  const newest = revisions.sort((a, b) => b.revision - a.revision)[0];
  if (!newest?.secret.data?.release) return undefined;
  const { info, manifest } = unpack(newest.secret, newest.secret.data.release);
  const deployedAt = (info as { last_deployed?: string }).last_deployed;
  return { manifest, deployedAt, revision: newest.revision };
}

function numbered(secret: ReleaseSecret) {
  return { secret, revision: Number(secret.metadata.labels?.version ?? 0) };
}

const shape = z.looseObject({
  info: z.looseObject({ status: z.string(), description: z.string().optional() }),
  manifest: z.string().optional(),
});

/** @throws BacklotError `HelmRecordDamaged` naming the Secret */
function unpack({ metadata: { name, namespace = '' } }: ReleaseSecret, stored: string): ReleaseRecord {
  const source = `Helm's record of a release (Secret ${namespace}/${name})`;
  try {
    const packed = Buffer.from(Buffer.from(stored, 'base64').toString('latin1'), 'base64');
    const zipped = packed[0] === 0x1f && packed[1] === 0x8b;
    const text = (zipped ? unpackGzip(packed, { source }) : packed).toString('utf8');
    return storedJson(text, { bucket: namespace, key: name }, shape);
  } catch (cause) {
    const { details, message } = cause as Partial<BacklotError>;
    throw new BacklotError({
      code: 'HelmRecordDamaged',
      message: `${source} is not what Helm writes: ${details?.reason ?? message}; nothing of it is used`,
      source: 'platform',
      hints: [
        'Helm keeps a Secret for each revision: look who wrote this one, then remove it, and the one before counts',
      ],
      actions: [shell`kubectl get secret ${name} --namespace ${namespace} --show-managed-fields --output yaml`],
      details: { secret: name, namespace },
      cause,
    });
  }
}

function pack(record: ReleaseRecord): string {
  return Buffer.from(gzipSync(JSON.stringify(record)).toString('base64'), 'latin1').toString('base64');
}
