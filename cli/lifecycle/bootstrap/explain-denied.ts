import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';

/** Turns a refusal of AWS into one that says who should run this; everything else is thrown as it is. */
export function explainDenied({ id, aws }: Environment): (error: unknown) => never {
  return (error) => {
    const { name, message } = error as Error;
    if (!/^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/.test(name)) throw error;
    throw new BacklotError({
      code: 'BootstrapDenied',
      message: `AWS refuses what bootstrap has to do in account ${aws.accountId}: ${message}`,
      exitCode: 4,
      hints: [`use credentials that may administer S3, KMS and IAM of account ${aws.accountId}`],
      actions: [`backlot bootstrap ${id}`],
      cause: error,
    });
  };
}
