import { createHash } from 'node:crypto';

/** An HTTP answer, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly content: Uint8Array;
}

/** Headers that differ between two answers of the same content. */
const PASSING = /^(date|server|connection|keep-alive|transfer-encoding|content-length|x-amz-id-2|.*request-?id)$/;

/**
 * What an answer tells of the moment it was made, not of the resource: names of the request, how far a database could be
 * restored right now, when a policy was last run, and the signature of an address for downloads. No argument of a
 * resource is made from any of them.
 */
const OF_THE_MOMENT = [
  /<(RequestId|requestId|HostId)>[^<]*<\/\1>/g,
  /<LatestRestorableTime>[^<]*<\/LatestRestorableTime>/g,
  /"lastEvaluatedAt": ?[\d.]+/g,
  /X-Amz-(Date|Signature)=[^&"<\\]*/g,
];

/** Equal for answers that say the same: what names the single request is left out. */
export function answerDigest({ status, headers, content }: Answer): string {
  const told = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name]) => !PASSING.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  let text = Buffer.from(content).toString('latin1');
  for (const passing of OF_THE_MOMENT) text = text.replace(passing, '');
  return createHash('sha256')
    .update(JSON.stringify([status, told]))
    .update(text, 'latin1')
    .digest('base64url');
}
