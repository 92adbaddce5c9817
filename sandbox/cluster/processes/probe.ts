import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';

/** What to ask a component for, to see that it works. */
export interface Probe {
  /** `https://127.0.0.1:2379/health` */
  readonly url: string;
  /** PEM of the authority that its certificate is checked against. @default plain http */
  readonly ca?: string;
  /** The client's own certificate. @default none */
  readonly client?: { readonly certificate: string; readonly key: string };
}

/** Whether it answers 200 in time; anything else, and nothing, is no. */
export function answers({ url, ca, client }: Probe, timeoutMs = 2_000): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { agent: false, timeout: timeoutMs, ca, cert: client?.certificate, key: client?.key };
    const get = url.startsWith('https:') ? getSecure : getPlain;
    const request = get(url, options, (response) => {
      response.resume();
      response.on('error', () => resolve(false));
      response.on('end', () => resolve(response.statusCode === 200));
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', () => resolve(false));
  });
}
