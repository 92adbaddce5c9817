import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadEnvironment } from '../../../../environments/model/index.js';
import { looksOf } from '../../../../resources/attachments.js';
import { resourceTypes } from '../../../../resources/index.js';
import { services } from '../../../../sandbox/aws/provider/client/services.js';
import { pipelinePolicies } from '../../../../stacks/pipeline-policies.js';
import { additionReads } from '../read-actions.js';

const root = join(import.meta.dirname, '../../../..');
/** Reads that AWS gives on everything or not at all. */
const NAMES_NO_RESOURCE =
  /^(ec2:Describe|autoscaling:Describe|s3:ListAccessPoints$|iam:ListRoles$|ecr:GetRegistryPolicy$|kms:ListAliases$|lambda:ListEventSourceMappings$|cloudfront:ListDistributions|logs:DescribeResourcePolicies$)/;
const looks = resourceTypes.flatMap(({ beside }) => looksOf(beside));

describe('what can be attached', () => {
  it('is looked for in some way, or comes with a reason', () => {
    for (const { type, beside } of resourceTypes) {
      if (!beside) continue;
      const said = 'nothing' in beside ? beside.nothing.length > 10 : beside.length > 0;
      expect({ type, said }).toEqual({ type, said: true });
    }
  });

  it('is asked with operations that the clients know', async () => {
    for (const operation of new Set(looks.flatMap(({ asks }) => asks))) {
      const [service = '', name = ''] = operation.split(':');
      if (service === 's3control') continue; // signed by hand
      const module = (await services[service]?.load()) as Record<string, unknown> | undefined;
      expect({ operation, known: typeof module?.[`${name}Command`] }).toEqual({ operation, known: 'function' });
    }
  });

  it('is readable with the rights of the deploy role: all that keeps AWS from deleting, and what no resource can be named for', async () => {
    const { environment } = await loadEnvironment('prod', { root });
    const allowed = Object.values(pipelinePolicies(environment).deploy)
      .flat()
      .filter(({ effect }) => effect !== 'Deny');
    const fits = (pattern: string, action: string) =>
      new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(action);
    const resourcesOf = (action: string) =>
      allowed.flatMap(({ actions, resources = [] }) => (actions.some((each) => fits(each, action)) ? resources : []));
    expect(additionReads().filter((action) => resourcesOf(action).length === 0)).toEqual([]);
    expect(looks.filter(({ keeps }) => keeps).length).toBeGreaterThan(12);
    // Of the Service Authorization Reference: these know no resource, so a statement with any allows nothing.
    const bare = additionReads().filter((action) => NAMES_NO_RESOURCE.test(action));
    expect(bare).toEqual(expect.arrayContaining(['s3:ListAccessPoints', 'iam:ListRoles', 'ecr:GetRegistryPolicy']));
    expect(bare.filter((action) => !resourcesOf(action).includes('*'))).toEqual([]);
  });

  it('is readable with the rights of the plan role: AWS gives them by ReadOnlyAccess, and nothing takes them away', async () => {
    const reads = additionReads();
    expect(reads).toContain('iam:ListRolePolicies');
    expect(reads).toContain('s3:GetBucketCORS');
    expect(reads).toContain('events:ListTargetsByRule');
    // The verbs that ReadOnlyAccess allows of each of these services.
    const readOnly = /^[a-z0-9]+:(Describe|Get|List)\w+$/;
    expect(reads.filter((action) => !readOnly.test(action))).toEqual([]);
    const { environment } = await loadEnvironment('dev', { root });
    const statements = Object.values(pipelinePolicies(environment).plan).flat();
    const denied = statements.flatMap(({ effect, actions }) => (effect === 'Deny' ? actions : []));
    expect(denied).toContain('secretsmanager:GetSecretValue');
    const patterns = denied.map((action) => new RegExp(`^${action.replaceAll('*', '.*')}$`, 'i'));
    expect(reads.filter((action) => patterns.some((pattern) => pattern.test(action)))).toEqual([]);
  });
});
