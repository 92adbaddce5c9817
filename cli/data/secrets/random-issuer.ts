import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Issuer } from './issuer.js';
import { randomText } from './random-text.js';

/** Random characters that only the platform's own services check: no other system has to be told. */
export function randomIssuer(length: number): Issuer {
  return {
    strategy: 'random',
    propose: async () => randomText(length),
    issue: async () => undefined,
    test: async (value) => {
      if (value.length === length) return `${length} characters`;
      throw new BacklotError({
        code: 'CredentialRefused',
        message: `the new value has ${value.length} characters instead of ${length}`,
        source: 'platform',
      });
    },
    retire: async () => 'no consumer has it any more',
  };
}

/** A value that somebody else made, such as the issuer of an API token: it knows both until a person revokes the old one. */
export function givenIssuer(value: string | undefined): Issuer {
  return {
    strategy: 'given',
    propose: async () => {
      if (value !== undefined) return value;
      throw new BacklotError({ code: 'ValueMissing', message: 'the new value was not given', exitCode: 3 });
    },
    issue: async () => undefined,
    test: async () => 'made elsewhere: it was not tried',
    retire: async () => 'no consumer has it any more; it is good until its issuer revokes it',
  };
}
