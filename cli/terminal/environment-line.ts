import type { Environment } from '../../environments/model/index.js';
import type { Paint } from './paint.js';

/** Account, region and environment in one line: what every command that changes something prints first. */
export function environmentLine(environment: Environment, paint: Paint): string {
  const { aws, id, target } = environment;
  const cloud = target === 'sandbox' ? 'sandbox' : 'AWS';
  const guard = environment.protected ? `  ${paint('yellow', 'protected')}` : '';
  return `${cloud} account ${paint('bold', aws.accountId)}  region ${paint('bold', aws.region)}  environment ${paint('bold', id)}${guard}`;
}
