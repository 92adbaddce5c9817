import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Issuer } from './issuer.js';
import { readPair } from './key-pair.js';

/** A pair of keys: consumers themselves check what is signed with them, so that nothing else has to be told. */
export const dualIssuer: Issuer = {
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
