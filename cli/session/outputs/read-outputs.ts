import type { Environment } from '../../../environments/model/index.js';
import { withSession } from '../open/with-session.js';
import type { OutputsOptions, OutputsResult } from './outputs-result.js';

/**
 * Reads the outputs of the applied stacks from their states. Starts no sandbox. Outputs that only other stacks read are
 * left out.
 *
 * @throws BacklotError `SandboxDown`, `UnknownStack`, and what opening the cloud throws.
 */
export async function readOutputs(environment: Environment, options: OutputsOptions = {}): Promise<OutputsResult> {
  return withSession(environment, { ...options, needs: ['stacks'] }, async ({ cloud, selected }) => {
    const read = await Promise.all(
      selected.map(async (stack) => {
        const state = await cloud.states.read(stack.state);
        if (!state) return [];
        const own = Object.entries(state.outputs).filter(([name]) => !name.startsWith(CROSS_STACK));
        const values = own.map(([name, { value, sensitive }]) => [
          name,
          sensitive && !options.showSensitive ? '(sensitive)' : value,
        ]);
        return [[stack.id, Object.fromEntries(values)] as const];
      }),
    );
    return Object.fromEntries(read.flat());
  });
}

/** How CDK Terrain names the outputs that it adds for references between stacks. */
const CROSS_STACK = 'cross-stack-output-';
