import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cloud } from '../../../session/cloud/index.js';
import { deletionGuard } from '../deletion-guard.js';
import { type QueryApi, startQueryApi } from './fixtures/query-api.js';

let api: QueryApi;
let cloud: Cloud;

/** An IAM in which each role has the inline policies `ours` and `theirs`, and one that is attached. */
beforeAll(async () => {
  api = await startQueryApi((operation) =>
    operation === 'ListRolePolicies'
      ? '<PolicyNames><member>ours</member><member>theirs</member></PolicyNames>'
      : '<AttachedPolicies><member><PolicyName>Admin</PolicyName><PolicyArn>arn:aws:iam::aws:policy/Admin</PolicyArn></member></AttachedPolicies>',
  );
  cloud = { ...api.cloud, region: 'eu-central-1' };
});
afterAll(() => api.close());

describe('a role that goes', () => {
  const change = { address: 'aws_iam_role.plan', type: 'aws_iam_role', action: 'delete', attributes: [] } as const;
  const own = { type: 'aws_iam_role_policy', attributes: { role: 'plan', name: 'ours' } };

  it('is told when policies hang on it that no state has, with what takes them away', async () => {
    expect(await deletionGuard(cloud, 'foundation', change, { name: 'plan' }, [own])).toEqual({
      stack: 'foundation',
      address: 'aws_iam_role.plan',
      physical: 'plan',
      reason:
        'it has policies that no state has, and IAM deletes no role with a policy: take them away first (aws --region eu-central-1 iam delete-role-policy --role-name plan --policy-name theirs; aws --region eu-central-1 iam detach-role-policy --role-name plan --policy-arn arn:aws:iam::aws:policy/Admin)',
    });
  });

  it('is told with commands that go to the sandbox, where it is there', async () => {
    const endpoint = 'http://127.0.0.1:4566';
    const guard = await deletionGuard({ ...cloud, endpoint }, 'foundation', change, { name: 'plan' }, [own]);
    expect(guard?.reason).toContain(
      `(aws --endpoint-url ${endpoint} --region eu-central-1 iam delete-role-policy --role-name plan`,
    );
    expect(guard?.reason).toContain(
      `; aws --endpoint-url ${endpoint} --region eu-central-1 iam detach-role-policy --role-name plan`,
    );
  });

  it('is none when all of them go with it, or it takes them along', async () => {
    const theirs = { type: 'aws_iam_role_policy', attributes: { role: 'plan', name: 'theirs' } };
    const attached = {
      type: 'aws_iam_role_policy_attachment',
      attributes: { role: 'plan', policy_arn: 'arn:aws:iam::aws:policy/Admin' },
    };
    expect(await deletionGuard(cloud, 'f', change, { name: 'plan' }, [own, theirs, attached])).toBeUndefined();
    expect(await deletionGuard(cloud, 'f', change, { name: 'plan', force_detach_policies: true }, [])).toBeUndefined();
  });
});
