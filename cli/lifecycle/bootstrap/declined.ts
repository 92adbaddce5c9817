import { BacklotError } from '../../../modules/values/backlot-error.js';

/** The error of a declined question. */
export function declined(environment: string): BacklotError {
  return new BacklotError({
    code: 'Declined',
    message: `cancelled: nothing was changed in '${environment}'`,
    actions: [`backlot bootstrap ${environment}`],
  });
}
