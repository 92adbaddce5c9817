import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { LoadRefusal } from '../../../sandbox/cluster/agent/load-api.js';
import { unknownName } from '../../kernel/unknown-name.js';

/** Asked of the agent. */
export interface AgentCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `/load` and what follows. */
  readonly path: string;
  readonly body?: unknown;
}

const ANSWER_MS = 5000;

/**
 * Asks the agent of the sandbox's cluster.
 *
 * @throws BacklotError `AgentUnreachable`, `UnknownService` (names the known ones), `InvalidLoad`, `UnknownRun`, `NotReady`.
 */
export async function askAgent<T>(agent: string, { method, path, body }: AgentCall): Promise<T> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(new URL(path, agent), {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    answer = await response.json();
  } catch (cause) {
    throw new BacklotError({
      code: 'AgentUnreachable',
      message: `the sandbox's agent at ${agent} does not answer: ${reasonOf(cause)}`,
      source: 'platform',
      actions: ['backlot sandbox status', 'backlot sandbox up'],
      details: { agent },
      cause,
    });
  }
  if (response.ok) return answer as T;
  throw refused(answer as LoadRefusal, body);
}

function refused({ code, message, known = [] }: LoadRefusal, body: unknown): BacklotError {
  if (code !== 'UnknownService') {
    const user = code === 'InvalidLoad' || code === 'UnknownRun';
    return new BacklotError({ code, message, source: user ? 'user' : 'platform', exitCode: user ? 3 : 1 });
  }
  const { service = '' } = body as { readonly service?: string };
  const there = known.length > 0 ? `there are: ${known.join(', ')}` : 'there are none yet';
  return unknownName({
    code,
    given: service,
    known,
    message: `${message}; ${there}`,
    actions: known.length > 0 ? ['backlot sandbox load --list'] : ['backlot up <environment>'],
    details: { service, known },
  });
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
