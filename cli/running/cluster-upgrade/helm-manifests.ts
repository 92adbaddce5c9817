import { unpack } from '../../../host/unpack.js';
import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';

/** An installed Helm release, as far as an upgrade asks. */
export interface InstalledRelease {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly chartVersion: string;
  /** Constraint of its chart. @default it has none */
  readonly kubeVersion?: string;
  /** Kinds of its manifest, as it names them. */
  readonly kinds: readonly { readonly apiVersion: string; readonly kind: string; readonly name: string }[];
}

interface ReleaseSecret extends KubernetesObject {
  readonly data?: { readonly release?: string };
}

interface ReleaseBody {
  readonly manifest?: string;
  readonly chart?: {
    readonly metadata?: { readonly name?: string; readonly version?: string; readonly kubeVersion?: string };
  };
}

/** Every release that is deployed, whoever installed it. A record that can't be read is left out. */
export async function installedReleases(cluster: Kubernetes): Promise<InstalledRelease[]> {
  const labelSelector = 'owner=helm,status=deployed';
  const secrets = await cluster.list<ReleaseSecret>({ apiVersion: 'v1', kind: 'Secret', labelSelector });
  return secrets.flatMap((secret) => {
    const body = bodyOf(secret.data?.release);
    if (!body) return [];
    const { kubeVersion, name: chart = '', version = '' } = body.chart?.metadata ?? {};
    const { labels, namespace = '' } = secret.metadata;
    return [
      {
        name: labels?.name ?? '',
        namespace,
        chart,
        chartVersion: version,
        ...(kubeVersion && { kubeVersion }),
        kinds: kindsOf(body.manifest ?? ''),
      },
    ];
  });
}

/** Base64 of Kubernetes around base64 of Helm around gzip. */
function bodyOf(data: string | undefined): ReleaseBody | undefined {
  try {
    const packed = Buffer.from(Buffer.from(data ?? '', 'base64').toString('utf8'), 'base64');
    return JSON.parse(unpack(packed, { source: "Helm's record of a release" }).toString('utf8')) as ReleaseBody;
  } catch {
    return undefined;
  }
}

function kindsOf(manifest: string): InstalledRelease['kinds'] {
  return manifest.split(/^---/m).flatMap((document) => {
    const apiVersion = /^apiVersion:\s*["']?([^\s"']+)/m.exec(document)?.[1];
    const kind = /^kind:\s*["']?([^\s"']+)/m.exec(document)?.[1];
    const name = /^metadata:\n(?:[ \t].*\n)*?[ \t]+name:\s*["']?([^\s"']+)/m.exec(`${document}\n`)?.[1] ?? '';
    return apiVersion && kind ? [{ apiVersion, kind, name }] : [];
  });
}
