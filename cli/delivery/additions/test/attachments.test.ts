import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadEnvironment } from '../../../../environments/model/index.js';
import { looksOf } from '../../../../resources/attachments.js';
import { resourceTypes } from '../../../../resources/index.js';
import { services } from '../../../../sandbox/aws/provider/client/services.js';
import { pipelinePolicies } from '../../../../stacks/pipeline-policies.js';
import { additionReads } from '../read-actions.js';

const root = join(import.meta.dirname, '../../../..');
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
