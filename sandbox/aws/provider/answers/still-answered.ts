import { Agent, request } from 'node:http';
import { loopbackEndpoint } from '../client/loopback-endpoint.js';
import { answerDigest } from './answer-digest.js';
import type { Answered } from './answer-log.js';

/** More at once don't make the emulator faster, which answers one after the other. */
const AT_ONCE = 8;
const PATIENCE_MS = 10_000;

/**
 * Whether the emulator gives every answer that it gave before. Asks for all of it again, without what makes asking slow:
 * Terraform, the SDK, and the forms of resources.
 */
export async function stillAnswered(endpoint: string, answers: readonly Answered[]): Promise<boolean> {
  const { hostname: named, port } = loopbackEndpoint(endpoint);
  const hostname = named.replace(/^\[|\]$/g, '');
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const left = [...answers];
  let same = true;
  const ask = async () => {
    for (let next = left.pop(); next && same; next = left.pop()) {
      const digest = await again({ agent, hostname, port }, next).catch(() => undefined);
      if (digest !== next.digest) same = false;
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
    return same;
  } finally {
    agent.destroy();
  }
}

function again(
  where: { readonly agent: Agent; readonly hostname: string; readonly port?: number },
  { method, path, headers, body }: Answered,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const content = body === undefined ? undefined : Buffer.from(body, 'base64');
    const sent = request(
      {
        ...where,
        method,
        path,
        headers: { ...headers, ...(content ? { 'content-length': content.length } : {}) },
        timeout: PATIENCE_MS,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve(
            answerDigest({
              status: response.statusCode ?? 0,
              headers: response.headers,
              content: Buffer.concat(chunks),
            }),
          ),
        );
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end(content);
  });
}
