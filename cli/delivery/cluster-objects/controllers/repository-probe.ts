/** Why a repository cannot be reached; undefined when it can, or when only Helm can tell. */
export type ProbeRepository = (repository: string) => Promise<string | undefined>;

/**
 * Asks a chart repository for its first answer, once in a run: Helm itself tries for minutes what a firewall swallows.
 *
 * Behind a proxy nothing is asked, because Helm goes through it and this process doesn't.
 */
export function repositoryProbe(timeoutMs: number, env: NodeJS.ProcessEnv = process.env): ProbeRepository {
  const asked = new Map<string, Promise<string | undefined>>();
  return (repository) => {
    const url = firstUrl(repository);
    if (!url || behindProxy(url, env)) return Promise.resolve(undefined);
    const known = asked.get(url.href) ?? ask(url, timeoutMs);
    asked.set(url.href, known);
    return known;
  };
}

async function ask(url: URL, timeoutMs: number): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    await response.body?.cancel();
    // Whatever else it answers, it is there: what a chart's absence means is for Helm to say.
    return response.status >= 500 ? `it answers ${response.status}` : undefined;
  } catch (error) {
    return reason(error, timeoutMs);
  }
}

function firstUrl(repository: string): URL | undefined {
  const oci = /^oci:\/\/([^/]+)/.exec(repository)?.[1];
  const local = oci && /^(localhost|127\.0\.0\.1)(:|$)/.test(oci);
  return (
    URL.parse(oci ? `${local ? 'http' : 'https'}://${oci}/v2/` : `${repository.replace(/\/$/, '')}/index.yaml`) ??
    undefined
  );
}

function reason(error: unknown, timeoutMs: number): string {
  const { name, cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1_000} s`;
  const { code } = cause ?? {};
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name is not known here';
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  return cause?.message ?? code ?? message;
}

/** https://pkg.go.dev/net/http#ProxyFromEnvironment, without its ranges of addresses. */
function behindProxy({ protocol, hostname }: URL, env: NodeJS.ProcessEnv): boolean {
  const read = (name: string) => env[name] ?? env[name.toLowerCase()] ?? '';
  if (!read(protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY')) return false;
  if (hostname === 'localhost' || hostname.startsWith('127.')) return false;
  return !read('NO_PROXY')
    .split(',')
    .map((each) => each.trim().replace(/^\*?\./, ''))
    .some((each) => each === '*' || (each && (hostname === each || hostname.endsWith(`.${each}`))));
}
