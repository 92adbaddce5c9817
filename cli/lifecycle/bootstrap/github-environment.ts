import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { type EnvironmentProtection, environmentProtection, githubAccess } from '../../adapters/github/index.js';
import type { BootstrapThing } from './bootstrap-result.js';

/**
 * Looks whether the GitHub environment that the deploy role is to trust exists and keeps anybody out: GitHub makes one that
 * takes every branch as soon as a workflow names it. Asked with the token of `GH_TOKEN` or `GITHUB_TOKEN`, at `GITHUB_API_URL`;
 * where nobody can be asked, that is said. A sandbox asks nobody.
 *
 * @throws BacklotError `GithubEnvironmentOpen`
 */
export async function checkGithubEnvironment(
  { id, foundation: { github }, target }: Environment,
  env: Readonly<Record<string, string | undefined>>,
): Promise<BootstrapThing<'exists' | 'unchecked'>[]> {
  if (target === 'sandbox' || github?.deployEnvironment === undefined) return [];
  const { deployEnvironment, repository } = github;
  const thing = { kind: 'github environment', name: `${repository} ${deployEnvironment}` };
  const command = `gh api repos/${repository}/environments/${deployEnvironment} --jq '{protection_rules, deployment_branch_policy}'`;
  const unchecked = (reason: string) =>
    [
      { ...thing, status: 'unchecked', note: `not checked, ${reason}; see whether it is protected: ${command}` },
    ] as const;
  let found: EnvironmentProtection;
  try {
    const access = githubAccess(env);
    if (!access) return [...unchecked('as neither GH_TOKEN nor GITHUB_TOKEN is set')];
    found = await environmentProtection(access, repository, deployEnvironment);
  } catch (error) {
    if (!(error instanceof BacklotError) || error.code !== 'GithubUnreachable') throw error;
    return [...unchecked(`as ${error.message}`)];
  }
  if (found.state === 'protected') return [{ ...thing, status: 'exists', note: `protected: ${found.why}` }];
  throw new BacklotError({
    code: 'GithubEnvironmentOpen',
    message: `the GitHub environment '${deployEnvironment}' of ${repository} keeps nobody out: ${found.why}. The deploy role of '${id}' would trust its jobs, from any branch; nothing was made`,
    exitCode: 3,
    hints: [
      `give it required reviewers or deployment branches: https://github.com/${repository}/settings/environments`,
      'or take out foundation.github.deployEnvironment: the branches of deployBranches deploy without it',
    ],
    actions: [`gh api repos/${repository}/environments/${deployEnvironment}`],
  });
}
