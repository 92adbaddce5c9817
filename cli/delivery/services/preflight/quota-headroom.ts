import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { parseQuantity } from '../../../../modules/values/quantity.js';
import { shell } from '../../../../modules/values/shell-quoted.js';
import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/kubernetes.js';

interface ResourceQuota extends KubernetesObject {
  readonly spec?: { readonly scopes?: readonly string[]; readonly scopeSelector?: unknown };
  readonly status?: {
    readonly hard?: Readonly<Record<string, string>>;
    readonly used?: Readonly<Record<string, string>>;
  };
}

/** What pods of a service ask for. */
export interface PodNeeds {
  /** `requests.cpu`, `limits.memory`, … as a quota names them, per pod. */
  readonly perPod: Readonly<Record<string, string>>;
  /** Pods that must come beside those that run. */
  readonly pods: number;
}

/** The needs of a chart's pods, from its values. */
export function podNeeds(values: Readonly<Record<string, unknown>>, pods: number): PodNeeds {
  const { requests = {}, limits = {} } = (values.resources ?? {}) as Record<string, Record<string, string>>;
  const named = (kind: string, each: Record<string, string>) =>
    Object.entries(each).flatMap(([name, quantity]) => (quantity ? [[`${kind}.${name}`, quantity] as const] : []));
  return { perPod: Object.fromEntries([...named('requests', requests), ...named('limits', limits)]), pods };
}

/**
 * Makes sure that the namespace's quotas leave room for the pods that must come.
 *
 * @throws BacklotError `QuotaExceeded` naming the quota, what is left and what is needed.
 */
export async function requireQuota(
  cluster: Kubernetes,
  namespace: string,
  service: string,
  { perPod, pods }: PodNeeds,
): Promise<void> {
  if (pods <= 0) return;
  const quotas = await cluster.list<ResourceQuota>({ apiVersion: 'v1', kind: 'ResourceQuota', namespace });
  for (const { metadata, spec, status } of quotas) {
    // A quota with scopes counts some pods only; whether these are among them, the server knows.
    if (spec?.scopes?.length || spec?.scopeSelector) continue;
    for (const [resource, hard] of Object.entries(status?.hard ?? {})) {
      const per = resource === 'pods' ? '1' : (perPod[resource] ?? perPod[`requests.${resource}`]);
      const [limit, used = 0, each] = [hard, status?.used?.[resource] ?? '0', per].map(parseQuantity);
      if (limit === undefined || each === undefined || used + each * pods <= limit) continue;
      const fits = Math.max(0, Math.floor((limit - used) / each));
      throw new BacklotError({
        code: 'QuotaExceeded',
        message: `service '${service}' needs ${pods} more pod${pods === 1 ? '' : 's'} of ${resource} ${per} each, but quota '${metadata.name}' of namespace '${namespace}' leaves room for ${fits}: ${status?.used?.[resource] ?? 0} of ${hard} are taken`,
        hints: [`lower replicas or resources of services.${service}, or raise the quota of the environment`],
        actions: [shell`kubectl --namespace ${namespace} describe resourcequota ${metadata.name}`],
        details: {
          service,
          namespace,
          quota: metadata.name,
          resource,
          hard,
          used: status?.used?.[resource],
          perPod: per,
          pods,
        },
      });
    }
  }
}
