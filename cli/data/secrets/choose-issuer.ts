import { dualIssuer } from './dual-issuer.js';
import type { Issuer } from './issuer.js';
import type { IssuerChoice } from './issuer-choice.js';
import { givenIssuer, randomIssuer } from './random-issuer.js';

/** Whoever makes credentials of the declared kind. */
export async function chooseIssuer(choice: IssuerChoice): Promise<Issuer> {
  const { declared, given, resumed } = choice;
  if (given !== undefined) return givenIssuer(given);
  switch (declared.rotation) {
    case 'dual':
      return dualIssuer;
    case 'postgres-users': {
      const { postgresIssuer } = await import('./postgres-issuer.js');
      return postgresIssuer(choice);
    }
    case 'redis-user': {
      const { redisIssuer } = await import('./redis-issuer.js');
      return redisIssuer(choice);
    }
    default:
      // Without a period its value was given at the start; by now it is stored.
      return declared.rotateEvery || !resumed ? randomIssuer(declared.length) : givenIssuer(undefined);
  }
}
