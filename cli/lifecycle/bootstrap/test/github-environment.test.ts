import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { checkGithubEnvironment } from '../github-environment.js';

/** What GitHub's API answers, by path; a number is a status. */
let answers: Record<string, unknown>;
let asked: { readonly path: string; readonly token: string | undefined }[];
let server: Server;
beforeAll(async () => {
  server = createServer(({ headers, url = '' }, response) => {
    asked.push({ path: url, token: headers.authorization });
    const answer = answers[url.replace(/\?.*/, '')] ?? 404;
    if (answer === 302) response.writeHead(302, { location: `${address()}/elsewhere` });
    else response.writeHead(typeof answer === 'number' ? answer : 200, { 'content-type': 'application/json' });
    response.end(typeof answer === 'number' ? '{"message":"no"}' : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  answers = {};
  asked = [];
});
afterAll(async () => {
  server.close();
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3`;
const AT = '/api/v3/repos/acme/films/environments/production';
const BRANCHES = '/api/v3/repos/acme/films/branches';

function check(env: Record<string, string> = {}, more: Partial<Environment> = {}) {
  const github = { repository: 'acme/films', deployBranches: ['main'], deployEnvironment: 'production' };
  const environment = { id: 'prod', target: 'aws', foundation: { github }, ...more } as unknown as Environment;
  return checkGithubEnvironment(environment, { GITHUB_API_URL: address(), GITHUB_TOKEN: 'secret', ...env });
}

describe('the GitHub environment that the deploy role trusts', () => {
  const reviewers = [{ type: 'required_reviewers', reviewers: [{ type: 'User' }, { type: 'Team' }] }];

  it('is told as protected by its reviewers, or by the branches that it takes', async () => {
    answers = { [AT]: { protection_rules: reviewers, deployment_branch_policy: null } };
    expect(await check()).toEqual([
      {
        kind: 'github environment',
        name: 'acme/films production',
        status: 'exists',
        note: 'protected: 2 required reviewers',
      },
    ]);
    expect(asked).toEqual([{ path: AT, token: 'Bearer secret' }]);
    answers = {
      [AT]: { deployment_branch_policy: { protected_branches: false, custom_branch_policies: true } },
      [`${AT}/deployment-branch-policies`]: { branch_policies: [{ name: 'main' }, { name: 'release/*' }] },
    };
    expect(await check()).toMatchObject([{ status: 'exists', note: "protected: only 'main', 'release/*'" }]);
    answers = { [AT]: { deployment_branch_policy: { protected_branches: true } }, [BRANCHES]: [{ name: 'main' }] };
    expect(await check()).toMatchObject([{ status: 'exists', note: 'protected: protected branches only' }]);
  });

  it.each([
    ['is not there', { '/api/v3/repos/acme/films': { private: true } }, /there is none of that name/],
    ['takes every branch', { [AT]: { protection_rules: [], deployment_branch_policy: null } }, /takes every branch/],
    ['waits only', { [AT]: { protection_rules: [{ type: 'wait_timer' }] } }, /no required reviewers/],
    [
      'has nobody to review',
      { [AT]: { protection_rules: [{ type: 'required_reviewers', reviewers: [] }] } },
      /no required/,
    ],
    [
      'takes protected branches where none is',
      { [AT]: { deployment_branch_policy: { protected_branches: true } }, [BRANCHES]: [] },
      /none is protected, so that GitHub lets every branch in/,
    ],
    [
      'has a pattern for all',
      {
        [AT]: { deployment_branch_policy: { protected_branches: false } },
        [`${AT}/deployment-branch-policies`]: { branch_policies: [{ name: 'main' }, { name: '**/*' }] },
      },
      /it takes every branch: '\*\*\/\*'/,
    ],
  ])('is refused where it %s, before anything is made', async (_, given, says) => {
    answers = given;
    await expect(check()).rejects.toMatchObject({
      code: 'GithubEnvironmentOpen',
      exitCode: 3,
      message: expect.stringMatching(says),
      actions: ['gh api repos/acme/films/environments/production'],
    });
  });

  it('is told as not checked, with the command, where nobody can be asked', async () => {
    expect(await check({ GITHUB_TOKEN: '' })).toMatchObject([
      {
        status: 'unchecked',
        note: expect.stringMatching(/neither GH_TOKEN nor GITHUB_TOKEN is set; .*gh api repos\/acme/),
      },
    ]);
    expect(asked).toEqual([]);
    for (const status of [401, 403, 500, 302]) {
      answers = { [AT]: status };
      expect(await check()).toMatchObject([{ status: 'unchecked', note: expect.stringContaining('not checked, as') }]);
    }
    answers = {};
    expect(await check()).toMatchObject([
      { status: 'unchecked', note: expect.stringContaining('may not see acme/films') },
    ]);
    asked = asked.slice(0, 4);
    // A redirect takes the token nowhere.
    expect(asked.map(({ path }) => path)).toEqual([AT, AT, AT, AT]);
    asked = [];
    expect(await check({ GITHUB_API_URL: 'http://github.example/api/v3' })).toMatchObject([
      { status: 'unchecked', note: expect.stringContaining('no https address') },
    ]);
    expect(asked).toEqual([]);
  });

  it('is asked for by no sandbox, and by none that trusts no such environment', async () => {
    expect(await check({}, { target: 'sandbox' })).toEqual([]);
    const github = { repository: 'acme/films', deployBranches: ['main'] };
    expect(await check({}, { foundation: { github } } as unknown as Partial<Environment>)).toEqual([]);
    expect(asked).toEqual([]);
  });
});
