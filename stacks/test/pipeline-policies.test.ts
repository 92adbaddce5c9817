import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadEnvironment } from '../../environments/model/index.js';
import { policyDocument } from '../../modules/policy-document.js';
import { pipelinePolicies } from '../pipeline-policies.js';

const ids = readdirSync('environments')
  .filter((file) => file.endsWith('.yaml') && file !== 'base.yaml')
  .map((file) => file.replace('.yaml', ''));

/** Characters of a managed policy. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LIMIT = 6_144;

/** Managed policies of a role, unless AWS is asked for more. Same source. */
const ATTACHED = 10;

describe('policies of the pipeline', () => {
  it('are tried for every environment of the repository', () => {
    expect(ids.sort()).toEqual(['dev', 'local', 'prod', 'staging']);
  });

  it.each(ids)('of %s name their actions: never all, nor all of a service', async (id) => {
    const { plan, deploy } = pipelinePolicies((await loadEnvironment(id)).environment);
    const statements = [plan, deploy].flatMap((policies) => Object.values(policies).flat());
    const actions = statements.flatMap(({ actions }) => actions);
    expect(actions.length).toBeGreaterThan(150);
    expect(actions.filter((action) => !/^[a-z0-9-]+:[A-Z][A-Za-z]+\*?$/.test(action))).toEqual([]);
  });

  it.each(ids)('of %s fit what IAM stores', async (id) => {
    const { plan, deploy, ceiling } = pipelinePolicies((await loadEnvironment(id)).environment);
    for (const policies of [plan, deploy, { ceiling }]) {
      expect(Object.keys(policies).length).toBeLessThanOrEqual(ATTACHED);
      const sizes = Object.entries(policies).map(([name, statements]) => [name, policyDocument(statements).length]);
      expect(sizes.filter(([, length]) => Number(length) > LIMIT)).toEqual([]);
    }
  });

  it('of one environment reach no state of another', async () => {
    const { plan, deploy } = pipelinePolicies((await loadEnvironment('prod')).environment);
    const objects = [plan, deploy]
      .flatMap((policies) => Object.values(policies).flat())
      .filter(({ effect, sid }) => effect !== 'Deny' && /State$/.test(sid ?? ''))
      .flatMap(({ resources = [] }) => resources);
    expect(objects.length).toBeGreaterThan(3);
    for (const arn of objects) expect(arn).toMatch(/^arn:aws:s3:::backlot-prod-state-\d+(\/prod\/.*)?$/);
  });
});
