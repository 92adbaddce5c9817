import { Readable } from 'node:stream';
import { answerDigest } from './answer-digest.js';

/** One request, as it can be sent again, and the digest of what it was answered. */
export interface Answered {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Base64. @default it had none */
  readonly body?: string;
  readonly digest: string;
}

/** A request and its response, as the SDK's handlers have them. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly response: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    body?: unknown;
  };
}

/** Headers of a request that say nothing of what is asked. */
const BESIDE = /^(host|user-agent|x-amz-user-agent|content-length|connection|expect|amz-sdk-.*)$/;

/** Operations that change nothing. */
const READS = /^(Describe|Get|List|Head|BatchGet)/;

/**
 * Everything that one run of the provider was told by the emulator. Who has asked only, and is told the same again,
 * would come to the same: reading goes by the state and by the answers, and by nothing else.
 */
export class AnswerLog {
  private readonly answers = new Map<string, Answered>();
  private steady = true;

  /** Notes which operation is sent: a run that changes something says nothing about the next. */
  operation(name: string): void {
    if (!READS.test(name)) this.steady = false;
  }

  /** Notes an answer; its body is read for that, and can be read once more. */
  async note({ request, response }: Exchange): Promise<void> {
    const { body } = request;
    const question = bytesOf(body);
    if (!question) {
      this.steady = false;
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
    const content = Buffer.concat(chunks);
    response.body = Readable.from(content.length > 0 ? [content] : []);
    const headers = Object.entries(request.headers).filter(([name]) => !BESIDE.test(name.toLowerCase()));
    const asked = {
      method: request.method,
      path: pathOf(request),
      headers: Object.fromEntries(headers),
      ...(question.length > 0 ? { body: question.toString('base64') } : {}),
    };
    const digest = answerDigest({ status: response.statusCode, headers: response.headers, content });
    const { authorization, Authorization, 'x-amz-date': _, 'X-Amz-Date': __, ...unsigned } = asked.headers;
    // Signed anew a second later, it is the same question.
    const key = JSON.stringify([
      asked.method,
      asked.path,
      asked.body,
      unsigned,
      credential(authorization ?? Authorization),
    ]);
    const before = this.answers.get(key);
    if (before && before.digest !== digest) this.steady = false;
    this.answers.set(key, { ...asked, digest });
  }

  /** What was asked, once each; undefined when something was changed, or when the same question had two answers. */
  answered(): readonly Answered[] | undefined {
    return this.steady ? [...this.answers.values()] : undefined;
  }
}

/** A stream is read once only. The SDK's own byte arrays complain when they are taken for text. */
function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : undefined;
}

/** Account, region and service of a signature. */
function credential(authorization = ''): string {
  return /Credential=([^/]+)\/\d+\/([^,\s]+)/.exec(authorization)?.slice(1).join('/') ?? '';
}

function pathOf({ path, query = {} }: Exchange['request']): string {
  const encoded = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) =>
      each === null ? encoded(name) : `${encoded(name)}=${encoded(String(each))}`,
    ),
  );
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
}
