import type { StackOutputs } from '../../kernel/stack-outputs.js';
import type { Session } from '../open/session.js';

/** Outputs of every applied stack, by stack and name. Those that only other stacks read are left out. */
export async function readStackOutputs(session: Pick<Session, 'stacks' | 'readState'>): Promise<StackOutputs> {
  const read = await Promise.all(
    session.stacks.map(async (stack) => {
      const state = await session.readState(stack);
      if (!state || state.resources.length === 0) return [];
      const own = Object.entries(state.outputs).filter(([name]) => !name.startsWith('cross-stack-output-'));
      return [[stack.id, Object.fromEntries(own.map(([name, { value }]) => [name, value]))] as const];
    }),
  );
  return Object.fromEntries(read.flat());
}
