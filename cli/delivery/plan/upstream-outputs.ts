import type { StateFile } from '../../adapters/aws/index.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';

/** States by key of their object; a stack that was never applied has none. */
export type States = ReadonlyMap<string, StateFile>;

/** Why a stack can't be planned yet; undefined when all that it reads is there. */
export function missingUpstream(
  stack: SessionStack,
  stacks: readonly SessionStack[],
  states: States,
): string | undefined {
  for (const [key, outputs] of stack.reads) {
    const name = stacks.find(({ state }) => state.key === key)?.id ?? key;
    const state = states.get(key);
    if (!state) return `'${name}' is not applied yet`;
    const missing = [...outputs].filter((output) => output !== '*' && !(output in state.outputs));
    if (missing.length > 0) return `'${name}' does not give ${missing.join(', ')} before it is applied`;
  }
  return undefined;
}

/** What is known of the plan of an upstream stack. */
export interface UpstreamPlan {
  readonly id: string;
  readonly status: 'unchanged' | 'changed' | 'deferred' | 'failed';
  readonly changedOutputs: ReadonlySet<string>;
}

/** Why a plan of a stack is not to be relied on, given the plans of what it reads from. */
export function unsettledUpstream(reads: ReadonlySet<string>, upstream: UpstreamPlan): string | undefined {
  if (upstream.status === 'failed') return `'${upstream.id}' could not be planned`;
  if (reads.size === 0) return undefined;
  if (upstream.status === 'deferred') return `'${upstream.id}' is deferred`;
  const changing = [...upstream.changedOutputs].filter((output) => reads.has(output) || reads.has('*'));
  return changing.length > 0 ? `'${upstream.id}' changes ${changing.join(', ')}` : undefined;
}
