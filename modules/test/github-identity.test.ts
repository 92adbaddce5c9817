import { describe, expect, it } from '@jest/globals';
import { GithubIdentity } from '../github-identity.js';
import { LOCATION, SynthesizedModule } from './fixtures/synthesized-module.js';

describe('GitHub identity', () => {
  it('makes tokens for AWS count', () => {
    const stack = new SynthesizedModule((scope) => {
      new GithubIdentity(scope, 'github', { location: LOCATION });
    });
    expect(stack.one('aws_iam_openid_connect_provider')).toMatchObject({
      url: 'https://token.actions.githubusercontent.com',
      client_id_list: ['sts.amazonaws.com'],
    });
  });

  it('trusts the named runs of one repository', () => {
    let conditions: unknown;
    new SynthesizedModule((scope) => {
      const identity = new GithubIdentity(scope, 'github', { location: LOCATION });
      conditions = identity.trust({ repository: 'a/b', subjects: ['ref:refs/heads/main'] }).conditions;
    });
    expect(conditions).toEqual({
      StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
      StringLike: { 'token.actions.githubusercontent.com:sub': ['repo:a/b:ref:refs/heads/main'] },
    });
  });
});
