import type { SandboxStatus } from '../operations/sandbox/index.js';
import { keyValues } from './key-values.js';
import type { Paint } from './paint.js';

/** The state of the sandbox for people. */
export function sandboxText({ aws }: SandboxStatus, paint: Paint): string {
  const state = aws.healthy
    ? paint('green', 'running')
    : aws.pid
      ? paint('red', 'not healthy')
      : paint('dim', 'stopped');
  return keyValues(
    { sandbox: state, endpoint: aws.endpoint, account: aws.accountId, region: aws.region, process: aws.pid },
    paint,
  );
}
