import { describe, expect, it } from '@jest/globals';
import { handlers } from '../../../handlers/all-handlers.gen.js';
import type { ApiObject, Context } from '../../../handlers/contract.js';
import { AwsClients } from '../../../provider/client/aws-clients.js';
import { listOf, operationOf } from '../../../provider/engine/resource-type.js';
import { addTags } from '../../../provider/engine/tags.js';
import { typeUnderTest } from '../type-under-test.js';

const tags_all = { 'backlot:environment': 'local' };
/** Creating calls that know tags, and are made without. */
const UNTAGGED: Readonly<Record<string, string>> = {
  aws_flow_log: 'the emulator does not know the word that CreateFlowLogs has for itself in tags',
};

/** What a kill right after the creating call leaves behind: without tags nobody could tell whose it is. */
describe('what is made', () => {
  it('carries its tags from the first call on, wherever that call takes any', async () => {
    const clients = new AwsClients({ endpoint: 'http://127.0.0.1:1', region: 'eu-central-1' } as never);
    const without: string[] = [];
    let tagged = 0;
    for (const [type, load] of Object.entries(handlers)) {
      const { default: handler } = await load();
      const [first] = listOf(handler.create);
      if (!first || 'run' in first || handler.recorded) continue;
      const { service, operation } = operationOf(handler, first.call);
      const { input: shape } = await clients.operation(service, operation);
      // Its tags stand beside its configuration, and are put there by its handler.
      if (shape.has('DistributionConfigWithTags')) continue;
      if (!shape.members.some((name) => /tag(s|list|set|specifications?)$/i.test(name))) continue;
      const input = {};
      const resource = { ...typeUnderTest({ block: { attributes: {}, blocks: {} } }), handler };
      if (addTags(resource, shape, { tags_all }, input) && JSON.stringify(input).includes('backlot:environment'))
        tagged++;
      else without.push(type);
    }
    expect(without).toEqual(Object.keys(UNTAGGED));
    expect(tagged).toBeGreaterThan(30);
  });

  it.each([
    ['aws_acm_certificate', { domain_name: 'films.example' }],
    ['aws_acm_certificate', { certificate_body: 'PEM', private_key: 'PEM' }],
    ['aws_db_instance', { identifier: 'main' }],
    ['aws_db_instance', { identifier: 'copy', replicate_source_db: 'main' }],
    ['aws_db_instance', { identifier: 'copy', snapshot_identifier: 'yesterday' }],
    ['aws_db_instance', { identifier: 'copy', restore_to_point_in_time: [{ use_latest_restorable_time: true }] }],
  ])('by calls of its own carries them, too: %s %j', async (type, state) => {
    const handler = (await handlers[type]?.())?.default;
    const [first] = listOf(handler?.create);
    if (!first || !('run' in first)) throw new Error(`${type} makes nothing itself`);
    const calls: ApiObject[] = [];
    const call = async (_operation: string, input: ApiObject) => {
      calls.push(input);
      return { CertificateArn: 'arn', DBInstance: { DbiResourceId: 'db-1' } };
    };
    await first.run({ ...state, tags_all }, { call, config: {} } as unknown as Context);
    expect(calls[0]?.Tags).toEqual([{ Key: 'backlot:environment', Value: 'local' }]);
  });
});
