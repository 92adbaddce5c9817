import { Flags } from '@oclif/core';
import { EnvironmentCommand } from '../base-command/index.js';
import type { StackGraph } from '../insight/graph/index.js';

/** Shows which stack needs which. */
export default class Graph extends EnvironmentCommand<StackGraph> {
  static override summary = 'Show which stack needs which.';
  static override examples = [
    '<%= config.bin %> graph prod',
    { description: 'A diagram for a document', command: '<%= config.bin %> graph prod --format mermaid > stacks.mmd' },
  ];
  static override flags = {
    format: Flags.option({
      options: ['text', 'mermaid'] as const,
      default: 'text' as const,
      env: 'BACKLOT_FORMAT',
      description: 'How to draw it.',
    })(),
  };

  async run(): Promise<StackGraph> {
    const { args, flags } = await this.parse(Graph);
    const graph = await this.operations.graph(await this.environment(args.environment), { progress: this.view });
    this.print((flags.format === 'mermaid' ? graph.mermaid : graph.text).trimEnd());
    return graph;
  }
}
