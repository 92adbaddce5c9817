import { BacklotError } from '../../modules/values/backlot-error.js';

const CODES: ReadonlySet<string> = new Set([
  ...['NameOutside', 'NotUnpackable', 'ObjectDamaged', 'ObjectTooLarge', 'UnpackedTooLarge'],
]);

/** Whether an error is about what an object holds: somebody else wrote it. That it could not be asked for is none of these. */
export function isDamagedObject(error: unknown): error is BacklotError {
  return error instanceof BacklotError && CODES.has(error.code);
}
