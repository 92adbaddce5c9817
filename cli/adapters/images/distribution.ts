import { Readable } from 'node:stream';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { assertConfidential } from '../../kernel/confidential-url.js';
import { HashCheck } from './hash-check.js';
import type { RegistryLogin } from './image-catalog.js';
import { type Descriptor, MANIFEST_TYPES, type RawManifest, rawManifest } from './manifest.js';

/** Where a registry is. */
export interface DistributionOptions {
  /** Name that images carry: `123456789012.dkr.ecr.eu-central-1.amazonaws.com`. */
  readonly host: string;
  /** Address where it answers, when that is another: an emulator's. @default https and the host */
  readonly address?: string;
  readonly login: () => Promise<RegistryLogin>;
  /** Aborts what is under way. @default nobody does */
  readonly signal?: AbortSignal;
}

const ATTEMPTS = 4;
const MOST_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * The registry protocol: what docker, podman and skopeo speak. Nothing is kept on disk: layers stream through.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export class Distribution {
  private authorization?: Promise<string>;

  constructor(private readonly options: DistributionOptions) {}

  get host(): string {
    return this.options.host;
  }

  /** The manifest of a tag or digest; undefined when there is none. */
  async manifest(repository: string, reference: string): Promise<RawManifest | undefined> {
    const path = `${repository}/manifests/${reference}`;
    const response = await this.ask('GET', path, { headers: { accept: MANIFEST_TYPES.join(', ') } });
    if (response.status === 404) return discard(response);
    await this.expect(response, [200], path);
    const bytes = Buffer.from(await response.arrayBuffer());
    const found = rawManifest(bytes, response.headers.get('content-type')?.split(';')[0] ?? '');
    if (reference.startsWith('sha256:') && found.digest !== reference) {
      throw damaged(`${this.host}/${repository}`, reference, found.digest);
    }
    return found;
  }

  async hasBlob(repository: string, digest: string): Promise<boolean> {
    const path = `${repository}/blobs/${digest}`;
    const response = await this.ask('HEAD', path);
    if (response.status === 404) return false;
    await this.expect(response, [200, 307], path);
    return true;
  }

  /** The content of a blob, whose digest is checked while it is read: a wrong one fails the stream at its end. */
  async readBlob(repository: string, { digest }: Descriptor): Promise<Readable> {
    const path = `${repository}/blobs/${digest}`;
    const response = await this.ask('GET', path);
    await this.expect(response, [200], path);
    const source = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
    const check = new HashCheck(digest, (actual) => damaged(`${this.host}/${repository}`, digest, actual));
    source.on('error', (error) => check.destroy(error));
    return source.pipe(check);
  }

  /** Stores a blob; the registry itself refuses one that doesn't have the digest. */
  async writeBlob(repository: string, { digest, size }: Descriptor, content: Readable): Promise<void> {
    const begin = `${repository}/blobs/uploads/`;
    const session = await this.ask('POST', begin, { headers: { 'content-length': '0' } });
    await this.expect(session, [202], begin);
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(size) };
    const body = Readable.toWeb(content) as unknown as NonNullable<RequestInit['body']>;
    const sent = await this.once('PATCH', this.location(session), { headers, body }).catch((error: unknown) => {
      // What the content itself failed with says more than that it could not be sent.
      throw content.errored ?? this.unreachable(error);
    });
    await this.expect(sent, [202], begin);
    const end = this.location(sent);
    end.searchParams.set('digest', digest);
    const stored = await this.once('PUT', end, { headers: { 'content-length': '0' } });
    await this.expect(stored, [201], begin);
  }

  /** Stores a manifest under a tag, or under its digest only. */
  async writeManifest(repository: string, manifest: RawManifest, tag?: string): Promise<void> {
    const path = `${repository}/manifests/${tag ?? manifest.digest}`;
    const body = new Uint8Array(manifest.bytes);
    const response = await this.ask('PUT', path, { headers: { 'content-type': manifest.mediaType }, body });
    await this.expect(response, [201], path);
  }

  /** Repeats what is throttled or gets no answer. */
  private async ask(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await this.once(method, this.url(path), init);
        if (attempt === ATTEMPTS || (response.status !== 429 && response.status < 500)) return response;
        await discard(response);
      } catch (error) {
        const final = attempt === ATTEMPTS || error instanceof BacklotError;
        if (final || this.options.signal?.aborted) throw this.unreachable(error);
      }
      await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt));
    }
  }

  private async once(method: string, url: URL, init: RequestInit): Promise<Response> {
    this.authorization ??= this.options
      .login()
      .then(({ username, password }) => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`);
    assertConfidential(url);
    // A registry may send uploads elsewhere, to the address of a store: what opens the registry isn't for that one.
    const own = url.origin === this.origin;
    const authorization = own ? { authorization: await this.authorization } : {};
    const headers = { ...(init.headers as Record<string, string>), ...authorization };
    const streaming = init.body instanceof ReadableStream ? { duplex: 'half' } : {};
    const { signal } = this.options;
    const redirect = 'manual';
    const request = { ...init, ...streaming, method, headers, redirect, ...(signal ? { signal } : {}) } as RequestInit;
    const response = await fetch(url, request);
    return method === 'GET' ? this.followed(response, url, init) : response;
  }

  /** Layers lie in stores that registries send to; each of the ways there is checked as the first one is. */
  private async followed(response: Response, from: URL, init: RequestInit): Promise<Response> {
    let [at, found] = [from, response];
    for (let count = 0; REDIRECTS.has(found.status); count++) {
      if (count === MOST_REDIRECTS) throw new Error(`it sends on more than ${MOST_REDIRECTS} times`);
      at = new URL(found.headers.get('location') ?? '', at);
      await discard(found);
      assertConfidential(at);
      const own = at.origin === this.origin;
      const authorization = own ? { authorization: (await this.authorization) ?? '' } : {};
      const { signal } = this.options;
      const headers = { ...(init.headers as Record<string, string>), ...authorization };
      found = await fetch(at, { headers, redirect: 'manual', ...(signal ? { signal } : {}) });
    }
    return found;
  }

  private get origin(): string {
    return new URL(this.options.address ?? `https://${this.host}`).origin;
  }

  private url(path: string): URL {
    return this.scoped(new URL(`/v2/${path}`, this.options.address ?? `https://${this.host}`));
  }

  private location(response: Response): URL {
    const base = this.options.address ?? `https://${this.host}`;
    const url = new URL(response.headers.get('location') ?? '', base);
    return url.origin === this.origin ? this.scoped(url) : url;
  }

  /** Where many registries share an address, `ns` tells which is meant, as for a mirror. */
  private scoped(url: URL): URL {
    if (this.options.address) url.searchParams.set('ns', this.host);
    return url;
  }

  private async expect(response: Response, statuses: readonly number[], path: string): Promise<void> {
    if (statuses.includes(response.status)) return;
    const text = (await response.text().catch(() => '')).slice(0, 300);
    const denied = response.status === 401 || response.status === 403;
    throw new BacklotError({
      code: denied ? 'RegistryDenied' : 'RegistryRefused',
      message: `${this.host} answers ${response.status} to ${path}${text ? `: ${text}` : ''}`,
      source: 'upstream',
      exitCode: denied ? 4 : 1,
      hints: denied
        ? ["let the account pull: add it to registry.pullAccounts of the image's environment, and deploy that"]
        : [],
    });
  }

  private unreachable(cause: unknown): BacklotError {
    if (cause instanceof BacklotError) return cause;
    const { cause: inner, message } = cause as Error & { cause?: Error };
    return new BacklotError({
      code: this.options.signal?.aborted ? 'Interrupted' : 'RegistryUnreachable',
      message: `${this.host} gives no answer: ${inner?.message ?? message}`,
      source: 'upstream',
      exitCode: this.options.signal?.aborted ? 130 : 1,
      hints: ['check the network and the proxy, then repeat: what was copied stays'],
      cause,
    });
  }
}

function damaged(where: string, expected: string, actual: string): BacklotError {
  return new BacklotError({
    code: 'DigestMismatch',
    message: `${where} gave ${actual} where ${expected} was asked for; nothing of it is used`,
    source: 'upstream',
    hints: ['repeat; if it stays so, push the image again under a new tag'],
  });
}

async function discard(response: Response): Promise<undefined> {
  await response.body?.cancel();
  return undefined;
}
