import { describe, expect, it } from '@jest/globals';
import { planChange } from '../../../provider/plan/plan-change.js';
import { UNKNOWN, type ValueObject } from '../../../provider/values/value.js';
import {
  block,
  computed,
  either,
  optional,
  required,
  type TypeUnderTest,
  tags,
  typeUnderTest,
} from '../type-under-test.js';

async function plan(type: TypeUnderTest, config: ValueObject, prior: ValueObject | null = null) {
  // What core proposes: what is configured, else what was.
  const proposed = { ...prior, ...Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null)) };
  return planChange(typeUnderTest(type), { prior, proposed, config });
}

const step = { call: 'ModifyVpcAttribute' } as const;

describe('the plan of a new resource', () => {
  it('leaves unknown what AWS will tell, and nothing else', async () => {
    const type = { block: block({ name: required, arn: computed, zone: either, note: optional }) };
    expect((await plan(type, { name: 'n' })).planned).toEqual({ name: 'n', arn: UNKNOWN, zone: UNKNOWN, note: null });
  });

  it('has the defaults of the handler, also inside blocks', async () => {
    const type = {
      block: block({ mode: optional }, { rule: { nesting: 'list', block: block({ kind: optional, id: computed }) } }),
      handler: { defaults: { mode: 'fast', 'rule.kind': 'basic' } },
    } as const;
    const { planned } = await plan(type, { rule: [{ kind: null }, { kind: 'other' }] });
    expect(planned).toEqual({
      mode: 'fast',
      rule: [
        { kind: 'basic', id: UNKNOWN },
        { kind: 'other', id: UNKNOWN },
      ],
    });
  });

  it('keeps unknown what the configuration does not know yet', async () => {
    const type = {
      block: block({ name: required }, { rule: { nesting: 'set', block: block({ kind: optional }) } }),
    } as const;
    expect((await plan(type, { name: UNKNOWN, rule: UNKNOWN })).planned).toEqual({ name: UNKNOWN, rule: UNKNOWN });
  });

  it('never has a write-only argument', async () => {
    const type = { block: block({ secret_wo: { type: 'string', optional: true, writeOnly: true } }) } as const;
    expect((await plan(type, { secret_wo: 'hush' })).planned).toEqual({ secret_wo: null });
  });

  it('puts its tags over those of the provider', async () => {
    const settings = { default_tags: [{ tags: { owner: 'us', stage: 'dev' } }] };
    const { planned } = await plan({ block: block(tags), settings }, { tags: { stage: 'prod', name: UNKNOWN } });
    expect(planned.tags_all).toEqual({ owner: 'us', stage: 'prod', name: UNKNOWN });
    expect((await plan({ block: block(tags), settings }, { tags: UNKNOWN })).planned.tags_all).toBe(UNKNOWN);
  });

  it('says in which region it will be', async () => {
    const type = { block: block({ region: either }), settings: { region: 'eu-west-1' } };
    expect((await plan(type, {})).planned.region).toBe('eu-west-1');
    expect((await plan(type, { region: 'us-east-1' })).planned.region).toBe('us-east-1');
  });
});

describe('the plan of a change', () => {
  it('is the state itself when nothing differs in meaning', async () => {
    const type = { block: block({ policy: optional, flag: { type: 'bool', optional: true }, arn: computed }) } as const;
    const prior = { policy: '{"a": 1}', flag: false, arn: 'arn' };
    expect(await plan(type, { policy: '{"a":1}', flag: null }, prior)).toEqual({ planned: prior, replace: [] });
  });

  it('replaces for what no update step takes', async () => {
    const type = {
      block: block({ name: required, note: optional }),
      handler: { update: [{ ...step, send: ['note'] }] },
    };
    const prior = { name: 'a', note: 'b' };
    expect((await plan(type, { name: 'a', note: 'c' }, prior)).replace).toEqual([]);
    expect((await plan(type, { name: 'x', note: 'b' }, prior)).replace).toEqual(['name']);
  });

  it('replaces for a value that is not known yet', async () => {
    expect((await plan({ block: block({ name: required }) }, { name: UNKNOWN }, { name: 'a' })).replace).toEqual([
      'name',
    ]);
  });

  it('replaces for a part of a block only', async () => {
    const nested = { nesting: 'list', block: block({ subnet: required, size: required }) } as const;
    const handler = { update: [{ run: async () => undefined, when: ['config'] }], immutable: ['config.subnet'] };
    const type = { block: block({}, { config: nested }), handler };
    const prior = { config: [{ subnet: 's1', size: '1' }] };
    expect((await plan(type, { config: [{ subnet: 's1', size: '2' }] }, prior)).replace).toEqual([]);
    expect((await plan(type, { config: [{ subnet: 's2', size: '1' }] }, prior)).replace).toEqual(['config']);
  });

  it('does not touch the resource for what only steers the provider', async () => {
    const type = { block: block({ force_destroy: optional }), handler: { local: ['force_destroy'] } };
    const { planned, replace } = await plan(type, { force_destroy: 'yes' }, { force_destroy: null });
    expect({ planned, replace }).toEqual({ planned: { force_destroy: 'yes' }, replace: [] });
  });

  it('keeps what AWS filled in, and forgets what an update renews', async () => {
    const handler = { update: [{ ...step, send: ['note'] }], recomputed: ['version'] };
    const type = { block: block({ note: optional, zone: either, version: computed }), handler };
    const { planned } = await plan(type, { note: 'new' }, { note: 'old', zone: 'z', version: '1' });
    expect(planned).toEqual({ note: 'new', zone: 'z', version: UNKNOWN });
  });

  it('gives the computed parts of a set element to the element that continues it', async () => {
    const nested = { nesting: 'set', block: block({ key: required, id: computed }) } as const;
    const type = {
      block: block({}, { rule: nested }),
      handler: { update: [{ run: async () => undefined, when: ['rule'] }] },
    };
    const prior = {
      rule: [
        { key: 'a', id: '1' },
        { key: 'b', id: '2' },
      ],
    };
    const { planned } = await plan(
      type,
      {
        rule: [
          { key: 'c', id: null },
          { key: 'b', id: null },
        ],
      },
      prior,
    );
    expect(planned.rule).toEqual([
      { key: 'c', id: UNKNOWN },
      { key: 'b', id: '2' },
    ]);
  });
});
