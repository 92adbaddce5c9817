import { COUNTRIES, MISTAKEN_COUNTRIES } from '../aws/countries.js';
import { nearestWord } from '../document/nearest-word.js';
import type { Rule } from './rule.js';

/** Every country that is blocked has a code that the firewall knows. */
export const blockCountries: Rule = ({ media }) =>
  (media?.cdn?.blockCountries ?? []).flatMap((code, index) => {
    if (COUNTRIES.has(code)) return [];
    const meant = MISTAKEN_COUNTRIES[code];
    const near = nearestWord(code, [...COUNTRIES]);
    const hint = meant
      ? `write ${meant}`
      : near
        ? `did you mean '${near}'?`
        : 'write its code of ISO 3166-1, such as DE';
    return [{ path: ['media', 'cdn', 'blockCountries', index], message: `no country has the code '${code}'`, hint }];
  });
