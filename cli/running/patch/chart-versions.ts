import { isLoopback } from '../../../modules/values/loopback.js';
import { assertConfidential } from '../../kernel/confidential-url.js';

/** Versions of a chart, or why its repository could not be asked. */
export type AskedVersions = { readonly versions: readonly string[] } | { readonly reason: string };

/** Asks a repository (`https://…` with an index, `oci://…`) for the versions of a chart. */
export type ChartVersions = (repository: string, chart: string) => Promise<AskedVersions>;

const PAGES = 10;

/** Asks each index once. */
export function chartVersions({ timeoutMs = 5_000 }: { readonly timeoutMs?: number } = {}): ChartVersions {
  const indexes = new Map<string, Promise<string>>();
  return async (repository, chart) => {
    try {
      if (repository.startsWith('oci://')) return { versions: await ociTags(`${repository}/${chart}`, timeoutMs) };
      const url = `${repository.replace(/\/$/, '')}/index.yaml`;
      const index = indexes.get(url) ?? text(url, timeoutMs);
      indexes.set(url, index);
      return { versions: versionsIn(await index, chart) };
    } catch (error) {
      return { reason: reasonOf(error, timeoutMs) };
    }
  };
}

/**
 * Versions of a chart in an index. Read by lines: some indexes have many megabytes, and only these few are wanted.
 *
 * @see https://helm.sh/docs/topics/chart_repository/#the-index-file
 */
export function versionsIn(index: string, chart: string): string[] {
  const found: string[] = [];
  let inside = false;
  for (const line of index.split('\n')) {
    const entry = /^ {2}(['"]?)([\w.-]+)\1:\s*$/.exec(line)?.[2];
    if (entry !== undefined) inside = entry === chart;
    else if (/^\S/.test(line)) inside = false;
    const version = inside && /^(?: {4}| {2}- )version: *['"]?([^\s'"]+)/.exec(line)?.[1];
    if (version) found.push(version);
  }
  return found;
}

/** Tags of a repository. https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags */
async function ociTags(reference: string, timeoutMs: number): Promise<string[]> {
  const [, host = '', name = ''] = /^oci:\/\/([^/]+)\/(.+)$/.exec(reference) ?? [];
  const local = isLoopback(new URL(`https://${host}`).hostname);
  let url: URL | undefined = new URL(`${local ? 'http' : 'https'}://${host}/v2/${name}/tags/list?n=1000`);
  const { origin } = url;
  let authorization: string | undefined;
  const tags: string[] = [];
  for (let page = 0; url && page < PAGES; page++) {
    const ask = (at: URL) =>
      fetch(at, {
        signal: AbortSignal.timeout(timeoutMs),
        headers: authorization && at.origin === origin ? { authorization } : {},
      });
    let response = await ask(url);
    if (response.status === 401) {
      await response.body?.cancel();
      authorization = await anonymousToken(response.headers.get('www-authenticate') ?? '', timeoutMs);
      response = await ask(url);
    }
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    const { tags: listed } = JSON.parse(await bounded(response)) as { tags?: unknown };
    if (listed && !Array.isArray(listed)) throw new Error('it answers with what is no list of tags');
    tags.push(...((listed ?? []) as unknown[]).filter((each) => typeof each === 'string'));
    const next = /<([^>]+)>\s*;\s*rel="?next/.exec(response.headers.get('link') ?? '')?.[1];
    url = next ? new URL(next, url) : undefined;
    if (url) assertConfidential(url);
  }
  // A tag has no `+`: Helm writes `_` for it.
  return tags.map((tag) => tag.replace('_', '+'));
}

/** Registries that anybody may read ask for a token all the same. https://distribution.github.io/distribution/spec/auth/token/ */
async function anonymousToken(challenge: string, timeoutMs: number): Promise<string> {
  const field = (name: string) => new RegExp(`${name}="([^"]+)"`).exec(challenge)?.[1];
  const realm = field('realm');
  if (!realm) throw new Error('it wants a login');
  const url = new URL(realm);
  assertConfidential(url);
  for (const name of ['service', 'scope']) {
    const value = field(name);
    if (value) url.searchParams.set(name, value);
  }
  const { access_token: access, token } = JSON.parse(await text(url.href, timeoutMs)) as Record<string, string>;
  return `Bearer ${token ?? access}`;
}

async function text(url: string, timeoutMs: number): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`it answers ${response.status}`);
  return bounded(response);
}

/** What is larger is no index: the largest that are known have some tens of megabytes. */
const LARGEST_ANSWER = 128 * 1024 ** 2;

/** The text of an answer, which somebody else may give: never more than the limit. */
async function bounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > LARGEST_ANSWER) throw new Error(`it answers with more than ${LARGEST_ANSWER / 1024 ** 2} MiB`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function reasonOf(error: unknown, timeoutMs: number): string {
  const { cause, message, name } = error as Error & { cause?: { code?: string } };
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1_000} s`;
  return cause?.code ?? message;
}
