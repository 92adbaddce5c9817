import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/kubernetes.js';

interface PodTemplate {
  readonly metadata?: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly spec?: Record<string, unknown>;
}

/** Kinds whose pods a controller makes, and where their template is. */
const TEMPLATES: Readonly<Record<string, (object: KubernetesObject) => PodTemplate | undefined>> = {
  Rollout: ({ spec }) => (spec as { template?: PodTemplate }).template,
  Deployment: ({ spec }) => (spec as { template?: PodTemplate }).template,
  CronJob: ({ spec }) => (spec as { jobTemplate?: { spec?: { template?: PodTemplate } } }).jobTemplate?.spec?.template,
};

/**
 * Lets the server check what a chart makes without keeping it: schema, admission policies, and a pod of the new version,
 * which Pod Security, limit ranges and quotas look at only when a controller makes it, too late for a clear error.
 *
 * @throws BacklotError `ObjectRejected` and what else applying throws, naming the object.
 */
export async function requireAdmission(
  cluster: Kubernetes,
  namespace: string,
  service: string,
  objects: readonly KubernetesObject[],
): Promise<void> {
  // Hooks are made anew at their time; a finished Job can't be changed.
  const kept = objects.filter(({ metadata }) => !metadata.annotations?.['helm.sh/hook']);
  const checks = [...kept, ...kept.flatMap((object) => podOf(object, service))].map(async (object) => {
    const placed = { ...object, metadata: { namespace, ...object.metadata } };
    try {
      await cluster.apply(placed, { fieldManager: 'backlot-preflight', force: true, dryRun: true });
    } catch (error) {
      if (error instanceof BacklotError && error.source === 'upstream' && /Unreachable|Timeout/.test(error.code))
        throw error;
      throw refused(service, object, error);
    }
  });
  const [first] = (await Promise.allSettled(checks)).filter((each) => each.status === 'rejected');
  if (first) throw first.reason;
}

function podOf(object: KubernetesObject, service: string): KubernetesObject[] {
  const template = TEMPLATES[object.kind]?.(object);
  if (!template?.spec) return [];
  // The service's own account is made by the chart, so it may not be there yet.
  const { serviceAccountName: _, serviceAccount: __, ...spec } = template.spec;
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `${service}-preflight`, ...template.metadata },
      spec: { restartPolicy: object.kind === 'CronJob' ? 'Never' : undefined, ...spec },
    },
  ];
}

function refused(service: string, { kind, metadata }: KubernetesObject, cause: unknown): BacklotError {
  const reply = cause instanceof Error ? cause.message : String(cause);
  const what = kind === 'Pod' ? 'a pod of the new version' : `${kind} '${metadata.name}'`;
  const known = cause instanceof BacklotError ? cause : undefined;
  return new BacklotError({
    code: /exceeded quota/.test(reply) ? 'QuotaExceeded' : (known?.code ?? 'ObjectRejected'),
    message: `service '${service}': the cluster would refuse ${what}: ${reply}`,
    source: known?.source ?? 'upstream',
    actions: known?.actions,
    details: { ...known?.details, service, object: `${kind}/${metadata.name}` },
    cause,
  });
}
