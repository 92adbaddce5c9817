import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import { describe, expect, it } from '@jest/globals';
import { Aspects } from 'cdktn';
import { BoundedRoles, PermissionBoundary } from '../permission-boundary.js';
import { LOCATION, SynthesizedModule, statements } from './fixtures/synthesized-module.js';

describe('permission boundary', () => {
  it('lets roles reach the services of a platform, but neither make identities nor take other roles', () => {
    const stack = new SynthesizedModule((scope) => {
      new PermissionBoundary(scope, 'boundary', { name: 'x-boundary', location: LOCATION });
    });
    const granted: string[] = Object.values(statements(stack.one('aws_iam_policy').policy)).flatMap(
      ({ Action }) => Action,
    );
    expect(granted).toEqual(expect.arrayContaining(['s3:*', 'sqs:*']));
    expect(granted).not.toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^(\*|iam:\*|iam:(Create(?!InstanceProfile$|ServiceLinkedRole$)|Put|Attach).*|sts:.*|organizations:.*)$/,
        ),
      ]),
    );
  });

  it('is put on every role below', () => {
    const stack = new SynthesizedModule((scope) => {
      Aspects.of(scope).add(new BoundedRoles('boundary'));
      new IamRole(scope, 'role', { assumeRolePolicy: '{}' });
    });
    expect(stack.one('aws_iam_role').permissions_boundary).toBe('boundary');
  });
});
