import type { StackConfig } from './stack-config.js';

/** One stack of an environment, as an operation sees it. */
export interface SessionStack extends StackConfig {
  readonly id: string;
  readonly dependsOn: readonly string[];
  /** Resources that it declares. */
  readonly resources: number;
  /** Holds `cdk.tf.json`; Terraform runs here. */
  readonly folder: string;
  /** Declared no more: what its state holds is to go. @default false */
  readonly orphan?: boolean;
  /**
   * Before its removal is planned: leaves nothing declared in its folder but what is to be forgotten, so that a plain plan
   * removes the rest. @default Terraform plans the removal of all that it has
   */
  readonly empty?: () => Promise<void>;
}
