import type { Rule } from './rule.js';

/** The account that the emulator has; AWS gives it to nobody. */
const SANDBOX_ACCOUNT = '000000000000';

/** The sandbox has its own account id, and a real environment never has it: neither can be taken for the other. */
export const targetAccount: Rule = ({ target, aws }) => {
  const path = ['aws', 'accountId'];
  const related = [['target']];
  const isSandboxAccount = aws.accountId === SANDBOX_ACCOUNT;
  if (target === 'sandbox' && !isSandboxAccount) {
    const hint = `write accountId: "${SANDBOX_ACCOUNT}", or target: aws`;
    return [{ path, message: `the account of the sandbox is ${SANDBOX_ACCOUNT}, not ${aws.accountId}`, hint, related }];
  }
  if (target === 'aws' && isSandboxAccount) {
    const hint = 'write the id of the real account, or target: sandbox';
    return [{ path, message: `${SANDBOX_ACCOUNT} is the account of the sandbox, and target is aws`, hint, related }];
  }
  return [];
};
