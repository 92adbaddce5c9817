import type { Environment } from '../../../environments/model/index.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import type { Interrupts } from '../../kernel/interrupts.js';
import type { Progress } from '../../kernel/progress.js';
import type { Cloud } from '../../session/cloud/index.js';
import type { Tooling } from '../../session/open/tooling.js';
import type { Issuer } from './issuer.js';
import type { SecretStore } from './secret-store.js';

/** What every operation on secrets can be told. */
export interface SecretsOptions {
  /** @default silent */
  readonly progress?: Progress;
  /** Context of the person's kubeconfig. @default the cluster of the environment */
  readonly context?: string;
  /** Where the cloud comes from; tests put fixtures here. @default the real one */
  readonly tooling?: Partial<Pick<Tooling, 'openCloud' | 'leaseSeconds'>>;
  /** @default Secrets Manager of the cloud */
  readonly openStore?: (cloud: Cloud) => Promise<SecretStore>;
  /** @default connects to the cluster of the environment, and starts none */
  readonly connect?: (environment: Environment) => Promise<Kubernetes>;
}

/** What operations that change secrets can be told. */
export interface SecretChangeOptions extends SecretsOptions {
  /** How long to wait for somebody else who changes the environment. @default 0: fail at once */
  readonly lockTimeoutMs?: number;
  /** How long consumers may take, all in all, in milliseconds. @default 900000 */
  readonly timeoutMs?: number;
  /** Where Ctrl-C comes from. @default SIGINT and SIGTERM of this process, while the operation runs */
  readonly interrupts?: Interrupts;
  /** Between two looks at the cluster, in milliseconds. @default 1000 */
  readonly pollMs?: number;
  /** How long a fatal state of a pod may last, in milliseconds. @default 15000 */
  readonly graceMs?: number;
}

/** What a rotation can be told. */
export interface RotateOptions extends SecretChangeOptions {
  /** The new value, when somebody else made it. @default it is made here, as the environment declares */
  readonly given?: string;
  /** Go back to the version before, as long as its credential is good. @default false */
  readonly abort?: boolean;
  /** Make no new value: move the consumers to the current one. @default false */
  readonly rolloutOnly?: boolean;
  /** Makes credentials; tests put their own here. @default what the environment declares */
  readonly issuer?: Issuer;
}

/** What setting a value can be told. */
export interface SetSecretOptions extends SecretChangeOptions {
  /** Only this field of a value that is a JSON object. @default the whole value */
  readonly key?: string;
  /** Move the consumers to the new value at once. @default false */
  readonly rollout?: boolean;
}
