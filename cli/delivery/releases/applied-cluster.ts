import type { ReportedError } from '../../kernel/reported-error.js';
import type { BaselineResult } from '../cluster-objects/baseline/index.js';
import type { ControllerDeployment } from '../cluster-objects/controllers/controllers-result.js';
import type { ObservabilityDeployment } from '../services/deploy-observability.js';
import type { ServiceDeployment } from '../services/service-deployment.js';

/** What a deploy did in the cluster; what wasn't asked for, or came too late, is left out. */
export interface ClusterDeployment {
  /** Context of the kubeconfig. */
  readonly context: string;
  /** `https://127.0.0.1:41234` */
  readonly server: string;
  /** Absolute path. */
  readonly kubeconfig: string;
  readonly baseline?: BaselineResult;
  readonly controllers?: readonly ControllerDeployment[];
  /** The release of rules and dashboards. */
  readonly observability?: ObservabilityDeployment;
  readonly services?: readonly ServiceDeployment[];
  /** What kept it from going on. */
  readonly error?: ReportedError;
  readonly durationMs: number;
}
