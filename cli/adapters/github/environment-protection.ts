import { BacklotError } from '../../../modules/values/backlot-error.js';
import { isLoopback } from '../../../modules/values/loopback.js';

/** Where GitHub's REST API is, and who asks. */
export interface GithubAccess {
  /** `https://api.github.com`, or `https://<host>/api/v3` of GitHub Enterprise. */
  readonly apiUrl: string;
  readonly token: string;
}

/** How a GitHub environment is protected; `why` says so in words. */
export interface EnvironmentProtection {
  readonly state: 'protected' | 'open' | 'missing';
  readonly why: string;
}

/** Where GitHub's own API is. */
const PUBLIC_API = 'https://api.github.com';
const TIMEOUT_MS = 15_000;

/**
 * The API that variables name, as GitHub's own programs read them; undefined without a token.
 *
 * @throws BacklotError `GithubUnreachable` when the token would go over an open line
 */
export function githubAccess(env: Readonly<Record<string, string | undefined>>): GithubAccess | undefined {
  const token = env.GH_TOKEN || env.GITHUB_TOKEN;
  if (!token) return undefined;
  const apiUrl = (env.GITHUB_API_URL || PUBLIC_API).replace(/\/+$/, '');
  const { hostname, protocol } = URL.canParse(apiUrl) ? new URL(apiUrl) : { hostname: '', protocol: '' };
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) {
    throw unreachable(`GITHUB_API_URL '${apiUrl}' is no https address, and the token is sent over no other`);
  }
  return { apiUrl, token };
}

/**
 * Whether an environment of a repository keeps anybody out: by people who must approve, or by the branches that it takes.
 * https://docs.github.com/en/rest/deployments/environments
 *
 * @throws BacklotError `GithubUnreachable` when it can't be told
 */
export async function environmentProtection(
  access: GithubAccess,
  repository: string,
  name: string,
): Promise<EnvironmentProtection> {
  const at = `repos/${repository}/environments/${encodeURIComponent(name)}`;
  const found = await ask<GithubEnvironment>(access, at);
  if (found === undefined) {
    // What a token may not see isn't there for it either.
    if ((await ask(access, `repos/${repository}`)) === undefined) {
      throw unreachable(`the token may not see ${repository}, or there is no such repository`);
    }
    return { state: 'missing', why: 'there is none of that name' };
  }
  const reviewers = (found.protection_rules ?? [])
    .filter(({ type }) => type === 'required_reviewers')
    .flatMap((rule) => rule.reviewers ?? []);
  if (reviewers.length > 0) return { state: 'protected', why: `${reviewers.length} required reviewers` };
  const policy = found.deployment_branch_policy;
  if (!policy) return { state: 'open', why: 'it has no required reviewers, and takes every branch' };
  if (policy.protected_branches) {
    const branches =
      (await ask<readonly unknown[]>(access, `repos/${repository}/branches?protected=true&per_page=1`)) ?? [];
    return branches.length > 0
      ? { state: 'protected', why: 'protected branches only' }
      : {
          state: 'open',
          why: 'it takes protected branches, and none is protected, so that GitHub lets every branch in',
        };
  }
  const patterns =
    (await ask<BranchPolicies>(access, `${at}/deployment-branch-policies?per_page=100`))?.branch_policies ?? [];
  const wide = patterns.find((each) => /^[*?/]+$/.test(each.name));
  if (wide) return { state: 'open', why: `it takes every branch: '${wide.name}'` };
  return {
    state: 'protected',
    why: `only ${patterns.map((each) => `'${each.name}'`).join(', ') || 'no branch at all'}`,
  };
}

interface GithubEnvironment {
  readonly protection_rules?: readonly { readonly type: string; readonly reviewers?: readonly unknown[] }[];
  readonly deployment_branch_policy?: { readonly protected_branches: boolean } | null;
}

interface BranchPolicies {
  readonly branch_policies?: readonly { readonly name: string }[];
}

/** The answer; undefined for what isn't there. */
async function ask<T>({ apiUrl, token }: GithubAccess, path: string): Promise<T | undefined> {
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'user-agent': 'backlot',
    'x-github-api-version': '2022-11-28',
  };
  const url = `${apiUrl}/${path}`;
  let answer: Response;
  try {
    // A redirect would take the token to another host.
    answer = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    throw unreachable(`${apiUrl} does not answer: ${(cause as Error).message}`, cause);
  }
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw unreachable(`${apiUrl} answers ${answer.status} to /${path}`);
  try {
    return (await answer.json()) as T;
  } catch (cause) {
    throw unreachable(`${apiUrl} answers /${path} with something else than JSON`, cause);
  }
}

function unreachable(message: string, cause?: unknown): BacklotError {
  return new BacklotError({ code: 'GithubUnreachable', message, source: 'upstream', cause });
}
