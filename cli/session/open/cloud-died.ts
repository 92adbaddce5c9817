import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { commandLine } from '../../kernel/command-line.js';
import { type LostConnection, lostConnection } from '../../kernel/lost-connection.js';
import type { Cloud } from '../cloud/index.js';
import { StoreSilence } from '../locks/environment-lock.js';

/**
 * The error of an operation whose cloud went away under it, named for what died, with what starts it again; any other error
 * as it is.
 */
export function namedLoss(error: unknown, environment: Environment, cloud: Cloud | undefined): unknown {
  // Every other error of ours says already what it was about.
  if (error instanceof BacklotError && error.code !== 'LockStoreSilent') return error;
  const lost = lostConnection(error) ?? noAnswer(error);
  if (!lost || !cloud) return error;
  const again = commandLine(`backlot deploy ${environment.id}`);
  if (!cloud.endpoint) {
    return new BacklotError({
      code: 'CloudUnreachable',
      message: `AWS (account ${cloud.accountId}, ${cloud.region}) can't be reached any more: ${lost.reason}`,
      source: 'upstream',
      hints: ['check the network, the VPN and the proxy'],
      actions: ['backlot doctor', again],
      cause: error,
    });
  }
  if (lost.port !== undefined && lost.port !== Number(new URL(cloud.endpoint).port)) return error;
  return new BacklotError({
    code: 'SandboxDied',
    message: `the sandbox's AWS emulator at ${cloud.endpoint} died in the middle: ${lost.reason}. What was made is kept: the next run looks for it`,
    source: 'platform',
    actions: ['backlot sandbox up', again, 'backlot sandbox status'],
    cause: error,
  });
}

/** A store that took the connection and said nothing for as long as a lock may live without it, such as a stopped process. */
function noAnswer(error: unknown): LostConnection | undefined {
  const silence = error instanceof BacklotError ? error.cause : undefined;
  return silence instanceof StoreSilence ? { reason: silence.message } : undefined;
}
