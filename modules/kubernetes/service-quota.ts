import { ResourceQuota } from '@pulumi/kubernetes/core/v1/resourceQuota.js';
import { type OwnedProps, ownedMetadata } from './ownership.js';
import { bytes, milliCpu, wholeCpus, wholeGibibytes } from './quantity.js';

/** What one service may take at its largest. */
export interface QuotaDemand {
  /** Pods at most, in ordinary operation. */
  readonly maxPods: number;
  /** How many times that there may be while a version replaces another. */
  readonly surge: number;
  /** Pods beside those: migrations, jobs. @default 0 */
  readonly extraPods?: number;
  /** Of one pod: `500m`. */
  readonly cpu: string;
  /** Of one pod: `512Mi`. */
  readonly memory: string;
  /** Of one pod. */
  readonly memoryLimit: string;
}

/** What a {@link ServiceQuota} is made from. */
export interface ServiceQuotaProps extends OwnedProps {
  readonly namespace: string;
  readonly demands: readonly QuotaDemand[];
  /** Room above what the services declare, for those that run by hand in an incident. @default 1.1 */
  readonly headroom?: number;
}

/** A namespace without services still takes a pod that someone looks around with. */
const FLOOR = { pods: 10, cpu: 2000, memory: 4 * 2 ** 30, limit: 8 * 2 ** 30 };

/**
 * What the services of a namespace may take together: the sum of what each declares at its largest, twice where a canary
 * stands beside the version that it replaces. Nothing is opened to the outside but through an Ingress.
 */
export class ServiceQuota extends ResourceQuota {
  constructor(name: string, { owner, namespace, demands, headroom = 1.1 }: ServiceQuotaProps) {
    const podsOf = ({ maxPods, surge, extraPods = 0 }: QuotaDemand) => Math.ceil(maxPods * surge) + extraPods;
    const sum = (of: (demand: QuotaDemand) => number, floor: number) =>
      Math.max(floor, headroom * demands.reduce((total, demand) => total + podsOf(demand) * of(demand), 0));
    super(`${namespace}/${name}`, {
      metadata: ownedMetadata(owner, name, { namespace }),
      spec: {
        hard: {
          pods: String(Math.ceil(sum(() => 1, FLOOR.pods))),
          'requests.cpu': wholeCpus(sum(({ cpu }) => milliCpu(cpu), FLOOR.cpu)),
          'requests.memory': wholeGibibytes(sum(({ memory }) => bytes(memory), FLOOR.memory)),
          'limits.memory': wholeGibibytes(sum(({ memoryLimit }) => bytes(memoryLimit), FLOOR.limit)),
          'services.loadbalancers': '0',
          'services.nodeports': '0',
        },
      },
    });
  }
}
