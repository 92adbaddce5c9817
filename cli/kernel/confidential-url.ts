import { BacklotError } from '../../modules/values/backlot-error.js';
import { isLoopback } from '../../modules/values/loopback.js';

/**
 * Refuses an address that a server named, where what is sent or got could be read or changed on the way: only https, and http
 * to this machine itself.
 *
 * @throws BacklotError `AddressRefused`
 */
export function assertConfidential(url: URL): void {
  if (url.protocol === 'https:') return;
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return;
  throw new BacklotError({
    code: 'AddressRefused',
    message: `a server sends on to ${url.origin === 'null' ? url.protocol : url.origin}, which is not https: nothing is sent there`,
    source: 'upstream',
    hints: ['a proxy or mirror between may be set up wrongly: it has to answer with https addresses'],
    details: { address: url.origin },
  });
}
