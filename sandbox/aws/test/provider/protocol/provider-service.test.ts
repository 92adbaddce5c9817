import { describe, expect, it } from '@jest/globals';
import type { Handler } from '../../../handlers/contract.js';
import { handler } from '../../../handlers/contract.js';
import { ProviderService } from '../../../provider/protocol/provider-service.js';
import { fromDynamicValue, toDynamicValue } from '../../../provider/values/dynamic-value.js';
import type { ValueObject } from '../../../provider/values/value.js';
import { block, either, optional, tags } from '../type-under-test.js';

const thing: Handler = handler({
  type: 'aws_thing',
  service: 'ec2',
  create: { run: async () => ({ id: 'thing-1' }) },
  read: { run: async (state) => (state.id === 'gone' ? undefined : { name: 'n' }) },
  delete: [],
  importId: '{id}',
});

function service(): ProviderService {
  return new ProviderService({
    endpoint: 'http://127.0.0.1:9',
    folder: '/nowhere',
    schemas: { aws_thing: { version: 0, block: block({ id: either, name: optional, region: either, ...tags }) } },
    handlers: new Map([['aws_thing', thing]]),
  });
}

function configured(served: ProviderService, config: ValueObject): ProviderService {
  served.configure({ config: toDynamicValue(config) } as never);
  return served;
}

async function planned(served: ProviderService): Promise<ValueObject> {
  const wanted = toDynamicValue({ id: null, name: 'n', region: null, tags: null, tags_all: null });
  const request = { type_name: 'aws_thing', proposed_new_state: wanted, config: wanted };
  const { planned_state } = (await served.plan(request as never)) as { planned_state: object };
  return fromDynamicValue(planned_state) as ValueObject;
}

describe('the calls of the plugin protocol', () => {
  it('follow the latest configuration of the provider', async () => {
    const served = configured(service(), { region: 'eu-west-1' });
    expect(await planned(served)).toMatchObject({ region: 'eu-west-1', tags_all: {} });
    configured(served, { region: 'eu-central-1', default_tags: [{ tags: { owner: 'us' } }] });
    expect(await planned(served)).toMatchObject({ region: 'eu-central-1', tags_all: { owner: 'us' } });
    served.close();
  });

  it('answer with a diagnostic before the provider is configured', async () => {
    const answer = await service().plan({ type_name: 'aws_thing', proposed_new_state: toDynamicValue({}) } as never);
    expect(answer).toMatchObject({ diagnostics: [{ severity: 'ERROR' }] });
  });

  it('bring a stored state to the present form', () => {
    const stored = { json: Buffer.from('{"id":"a","name":"n","dropped":"since"}') };
    const { upgraded_state } = service().upgradeState({ type_name: 'aws_thing', raw_state: stored } as never);
    expect(fromDynamicValue(upgraded_state)).toEqual({ id: 'a', name: 'n', region: null, tags: null, tags_all: null });
  });

  it('import by id, and from another region when the id names one', async () => {
    const served = configured(service(), { region: 'eu-central-1' });
    const answer = await served.import({ type_name: 'aws_thing', id: 'x@us-east-1' } as never);
    const [imported] = (answer as { imported_resources: [{ state: object }] }).imported_resources;
    expect(fromDynamicValue(imported.state)).toMatchObject({ id: 'x', name: 'n', region: 'us-east-1' });
    served.close();
  });

  it('refuse to import what does not exist', async () => {
    const served = configured(service(), {});
    const answer = await served.import({ type_name: 'aws_thing', id: 'gone' } as never);
    expect(answer).toMatchObject({ diagnostics: [{ detail: expect.stringContaining("no aws_thing 'gone'") }] });
    served.close();
  });

  it('plan a destruction as nothing', async () => {
    const request = { type_name: 'aws_thing', proposed_new_state: toDynamicValue(null) };
    const { planned_state } = (await service().plan(request as never)) as { planned_state: object };
    expect(fromDynamicValue(planned_state)).toBeNull();
  });
});
