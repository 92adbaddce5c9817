import type { PolicyVerdict } from './policy-severity.js';

/** How grave it is that something goes to an ARN or address: that of another account is worse. */
export function arnVerdict(destination: string, accountId: string, says: string): PolicyVerdict {
  const account = /^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):/.exec(destination)?.[1];
  if (account && account !== accountId) return { severity: 'critical', says: `${says}, in account ${account}` };
  return { severity: 'high', says };
}
