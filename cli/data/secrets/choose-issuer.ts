import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Issuer } from './issuer.js';
import type { IssuerChoice } from './issuer-choice.js';
import { readPair } from './key-pair.js';
import { givenIssuer, randomIssuer } from './random-issuer.js';

/** A pair of keys: consumers themselves check what is signed with them, so that nothing else has to be told. */
const dualIssuer: Issuer = {
  strategy: 'dual',
  propose: async (current) => current ?? '',
  issue: async () => undefined,
  test: async (value) => {
    const { accepted, current } = readPair(value);
    if (current !== '' && accepted !== '') return current === accepted ? 'one key' : 'two keys, both accepted';
    throw new BacklotError({ code: 'CredentialRefused', message: 'a key of the pair is empty', source: 'platform' });
  },
  retire: async () => 'no consumer signs with it any more; the next version leaves it out',
};

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
