import type { OperationOptions } from '../../session/open/operation-options.js';

/** What a plan can be told. */
export interface PlanOptions extends OperationOptions {
  /** Ask the cloud for the real attributes, so that drift shows. @default true */
  readonly refresh?: boolean;
  /** Images by service, as `deploy --image` takes them; a deploy of the plan takes them too. @default those that run, or are declared */
  readonly images?: Readonly<Record<string, string>>;
  /** Context of the user's kubeconfig. @default the cluster of the environment */
  readonly context?: string;
}
