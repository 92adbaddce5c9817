/** One synthesized stack. */
export interface SynthesizedStack {
  readonly id: string;
  /** Number of managed resources. */
  readonly resources: number;
  /** Stacks whose state it reads. */
  readonly dependsOn: readonly string[];
  /** Absolute path of the folder that holds its `cdk.tf.json`. */
  readonly path: string;
}
