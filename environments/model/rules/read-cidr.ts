import { BacklotError } from '../../../modules/values/backlot-error.js';
import { Cidr } from '../../../modules/values/cidr.js';
import type { RuleProblem } from './rule.js';

/** The network, or what is wrong with its text. */
export function readCidr(text: string): Cidr | Pick<RuleProblem, 'message'> {
  try {
    return Cidr.parse(text);
  } catch (error) {
    if (error instanceof BacklotError) return { message: error.message };
    throw error;
  }
}
