import type { HelmRelease, PackagedChart } from '../../adapters/helm/index.js';
import type { ImageReference } from './image-reference.js';
import type { ServiceValues } from './service-values-shape.js';

/** A version whose canary was given up, and what serves instead of it. */
export interface GivenUp {
  /** As in a pod. */
  readonly image: string;
  readonly servingImage: string;
  /** Why, in the cluster's words. @default it says nothing */
  readonly message?: string;
}

/** What a service is to become, and what it was made with before. */
export interface PlannedService {
  readonly service: string;
  readonly chart: PackagedChart;
  readonly kind: 'Rollout' | 'Deployment' | 'CronJob';
  readonly values: ServiceValues & Readonly<Record<string, unknown>>;
  readonly valuesHash: string;
  readonly image: ImageReference;
  /** What was deployed last. @default the service is new */
  readonly before?: { readonly release: HelmRelease; readonly values: Readonly<Record<string, unknown>> };
  /** Whether what is recorded as deployed is what is wanted. */
  readonly same: boolean;
  readonly chartChanged: boolean;
  readonly imageChanges: boolean;
  /** Pods that must run. */
  readonly floor: number;
  /** What would be deployed if it had not been given up; `image` is what serves instead. @default nothing was given up */
  readonly heldBack?: GivenUp;
}
