import { z } from 'zod';
import { unpack } from '../../../host/unpack.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';
import { storedJsonOrNone } from '../../kernel/stored-json.js';

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
  /** Name of the Secret whose content is not what Helm writes: nothing is known of the release. @default it can be read */
  readonly unreadable?: string;
}

interface ReleaseSecret extends KubernetesObject {
  readonly data?: { readonly release?: string };
}

const shape = z.looseObject({
  manifest: z.string().optional(),
  chart: z
    .looseObject({
      metadata: z
        .looseObject({
          name: z.string().optional(),
          version: z.string().optional(),
          kubeVersion: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
});

/** Every release that is deployed, whoever installed it. One whose record can't be read is named as such: it may stand in the way. */
export async function installedReleases(cluster: Kubernetes): Promise<InstalledRelease[]> {
  const labelSelector = 'owner=helm,status=deployed';
  const secrets = await cluster.list<ReleaseSecret>({ apiVersion: 'v1', kind: 'Secret', labelSelector });
  return secrets.flatMap((secret): InstalledRelease[] => {
    const body = bodyOf(secret.data?.release);
    const { labels, name: unreadable, namespace = '' } = secret.metadata;
    if (!body) {
      return [{ name: labels?.name ?? unreadable, namespace, chart: '', chartVersion: '', kinds: [], unreadable }];
    }
    const { kubeVersion, name: chart = '', version = '' } = body.chart?.metadata ?? {};
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
function bodyOf(data: string | undefined): z.infer<typeof shape> | undefined {
  try {
    const packed = Buffer.from(Buffer.from(data ?? '', 'base64').toString('utf8'), 'base64');
    return storedJsonOrNone(unpack(packed, { source: "Helm's record of a release" }).toString('utf8'), shape);
  } catch (error) {
    if (error instanceof BacklotError) return undefined;
    throw error;
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
