import type { Environment } from '../environments/model/index.js';
import { bytes, wholeGibibytes } from '../modules/kubernetes/quantity.js';
import type { QuotaDemand } from '../modules/kubernetes/service-quota.js';

/** The old version stays whole while a canary grows to its size. */
const CANARY_SURGE = 2;
/** What a Deployment adds at most while it replaces its pods. */
const ROLLING_SURGE = 1.25;
/** One that runs, and one that is still being removed. */
const CRON_PODS = 2;
/** No service is kept from a sidecar of this size. */
const SMALLEST_CEILING = 4 * 2 ** 30;

/** What the services of an environment that run on Kubernetes take at their largest. */
export function quotaDemands(environment: Environment): QuotaDemand[] {
  return onKubernetes(environment).map(({ kind, replicas, resources, canary, migration }) => ({
    maxPods: kind === 'cron' ? CRON_PODS : replicas.max,
    surge: kind === 'cron' ? 1 : canary ? CANARY_SURGE : ROLLING_SURGE,
    extraPods: migration ? 1 : 0,
    cpu: resources.cpu,
    memory: resources.memory,
    memoryLimit: limitOf(resources),
  }));
}

/** Memory that no container of the services may exceed. */
export function largestContainer(environment: Environment): string {
  const limits = onKubernetes(environment).map(({ resources }) => bytes(limitOf(resources)));
  return wholeGibibytes(Math.max(SMALLEST_CEILING, ...limits));
}

type Service = Environment['services'][string];

function onKubernetes({ services }: Environment): Service[] {
  return Object.values(services).filter(({ run }) => run === 'kubernetes');
}

/** Without a limit of its own, a pod is killed at twice what it is sure to get. */
function limitOf({ memory, memoryLimit }: Service['resources']): string {
  return memoryLimit ?? String(2 * bytes(memory));
}
