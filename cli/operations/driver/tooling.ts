import type { Environment } from '../../../environments/model/index.js';
import type { Cloud } from '../cloud/cloud.js';
import type { Progress } from '../progress.js';

/** One synthesized stack. */
export interface SynthesizedStack {
  readonly id: string;
  /** Number of resources. */
  readonly resources: number;
  /** Stacks that it depends on directly. */
  readonly dependsOn: readonly string[];
  /** Absolute folder that holds `cdk.tf.json`. */
  readonly path: string;
}

/** What synthesis gives. */
export interface Synthesis {
  readonly environment: string;
  readonly stacks: readonly SynthesizedStack[];
  readonly resources: number;
  readonly durationMs: number;
}

/** The Terraform or OpenTofu binary. */
export interface TerraformTool {
  readonly path: string;
  readonly flavor: 'terraform' | 'opentofu';
  readonly version: string;
}

/** Everything that an operation reaches out to. */
export interface Tooling {
  synthesize(environment: Environment, options: { readonly outdir: string }): Promise<Synthesis>;
  openCloud(
    environment: Environment,
    options: { readonly progress: Progress; readonly start?: boolean },
  ): Promise<Cloud>;
  terraform(): Promise<TerraformTool>;
}
