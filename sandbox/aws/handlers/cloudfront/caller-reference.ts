import { randomUUID } from 'node:crypto';

/** A text that tells CloudFront one creation from a repeated request for the same. */
export function callerReference(): string {
  return `backlot-${randomUUID()}`;
}
