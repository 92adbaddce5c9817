import { isIPv4 } from 'node:net';
import { BacklotError } from '../../../modules/values/backlot-error.js';

/**
 * Refuses any address that could leave this machine: everything of the sandbox that is given an endpoint calls this first.
 *
 * @returns the endpoint, parsed.
 * @throws BacklotError `NotLoopback` for anything but `http://` on 127.0.0.0/8, `[::1]` or `localhost`.
 */
export function assertLoopback(endpoint: string): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const host = url?.hostname ?? '';
  const loopback = host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));
  if (url?.protocol === 'http:' && loopback && url.username === '' && url.password === '') return url;
  throw new BacklotError({
    code: 'NotLoopback',
    message: `'${endpoint}' is not an address of this machine: the sandbox only ever calls http://127.0.0.1:<port>`,
    source: 'platform',
    actions: ['backlot sandbox status'],
    details: { endpoint },
  });
}
