/** The graph of an environment's stacks. */
export interface StackGraph {
  readonly environment: string;
  /** In graph order, upstream first. */
  readonly stacks: readonly {
    readonly id: string;
    readonly dependsOn: readonly string[];
    readonly resources: number;
  }[];
  /** Mermaid flowchart source. */
  readonly mermaid: string;
  /** Indented text for a terminal, one stack per line. */
  readonly text: string;
}
