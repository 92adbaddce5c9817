import { describe, expect, it } from '@jest/globals';
import type { PlanJson } from '../../../adapters/terraform/index.js';
import { type DriftBasis, stackDrift } from '../compare/resource-drift.js';

type Values = Readonly<Record<string, unknown>>;

/** A resource `aws_thing.a`: what the state held, what the world holds, and what is declared. */
function planOf(state: Values | null, world: Values | null, declared: Values | null, unknown: Values = {}): PlanJson {
  const named = { address: 'aws_thing.a', type: 'aws_thing', mode: 'managed' as const };
  const drifted = JSON.stringify(state) !== JSON.stringify(world);
  const actions = !world ? ['create'] : !declared ? ['delete'] : world === declared ? ['no-op'] : ['update'];
  return {
    resource_drift: drifted
      ? [{ ...named, change: { actions: world ? ['update'] : ['delete'], before: state, after: world } }]
      : [],
    resource_changes: [{ ...named, change: { actions, before: world, after: declared, after_unknown: unknown } }],
  };
}

const config = (block: Values, data: Values = {}) => ({ resource: { aws_thing: { a: block } }, data: data as never });

function told(plan: PlanJson, configs: Partial<DriftBasis> = {}): string[] {
  const now = configs.now ?? config({});
  return stackDrift({ stack: 's', plan, now, ...configs }).flatMap(({ change, kind, attributes }) =>
    attributes.length === 0
      ? [`${kind} ${change}`]
      : attributes.map((each) => `${each.kind} ${each.path} ${each.before} ${each.after}`),
  );
}

describe('what differs in a stack', () => {
  it('is outside where the world is not what the state held, and a deploy sets it right', () => {
    expect(told(planOf({ size: 1 }, { size: 2 }, { size: 1 }))).toEqual(['outside size 1 2']);
  });

  it('is code where the world is what the state held', () => {
    expect(told(planOf({ size: 1 }, { size: 1 }, { size: 3 }))).toEqual(['code size 1 3']);
  });

  it('is both where both were changed', () => {
    expect(told(planOf({ size: 1 }, { size: 2 }, { size: 3 }))).toEqual(['outside size 1 2', 'code size 1 3']);
  });

  it('is noise where a deploy leaves it alone', () => {
    const same = { size: 1, replicas: 2 };
    expect(told(planOf({ size: 1, replicas: 0 }, same, same))).toEqual(['noise replicas 0 2']);
  });

  it('is noise where a deploy would only write it in another way', () => {
    expect(told(planOf({ note: '' }, { note: '' }, { note: null }))).toEqual(['noise note null ']);
  });

  it('is outside when an earlier run has read it into the state, as what was applied is on record', () => {
    const plan = planOf({ size: 2 }, { size: 2 }, { size: 1 });
    const now = config({ size: 1 });
    expect(told(plan, { now, applied: now })).toEqual(['outside size 1 2']);
    expect(told(plan, { now, applied: config({ size: 2 }) })).toEqual(['code size 2 1']);
    expect(told(plan, { now })).toEqual(['code size 2 1']);
  });

  it('is code when what an attribute refers to was declared otherwise, also in another stack', () => {
    const plan = planOf({ size: 2 }, { size: 2 }, { size: 1 });
    const block = { size: '${data.aws_other.o.size}' };
    const at = (size: number) => config(block, { aws_other: { o: { size } } });
    expect(told(plan, { now: at(1), applied: at(2) })).toEqual(['code size 2 1']);
    expect(told(plan, { now: at(1), applied: at(1) })).toEqual(['outside size 1 2']);
    const remote = config({ size: '${data.terraform_remote_state.base.outputs.size}' });
    expect(told(plan, { now: remote, applied: remote })).toEqual(['code size 2 1']);
  });

  it('is noise where it only follows from a change of another resource', () => {
    const plan = planOf({ peer: 'x' }, { peer: 'x' }, { peer: undefined }, { peer: true });
    const same = config({ peer: '${aws_other.o.id}' });
    expect(told(plan, { now: same, applied: same })).toEqual(['noise peer x x']);
    expect(told(plan, { now: same, applied: config({ peer: 'x' }) })).toEqual(['code peer x undefined']);
  });

  it('is a resource that somebody removed, or one that is new, or declared no more', () => {
    expect(told(planOf({ size: 1 }, null, { size: 1 }))).toEqual(['outside missing']);
    expect(told(planOf(null, null, { size: 1 }))).toEqual(['code missing']);
    expect(told(planOf({ size: 1 }, { size: 1 }, null))).toEqual(['code extra']);
  });

  it('is code when a tag of every resource is declared otherwise: the provider then tells the old one as the resource’s own', () => {
    const state = { tags: { Name: 'x' }, tags_all: { Name: 'x', owner: 'a' } };
    const world = { tags: { Name: 'x', owner: 'a' }, tags_all: { Name: 'x', owner: 'a' } };
    const declared = { tags: { Name: 'x' }, tags_all: { Name: 'x', owner: 'b' } };
    const provider = (owner: string) => ({ ...config({}), provider: { aws: [{ default_tags: { owner } }] } });
    const configs = { now: provider('b'), applied: provider('a') };
    expect(told(planOf(state, world, declared), configs)).toEqual(['code tags.owner a b']);
    // Somebody set it by hand meanwhile: that is told as before.
    const touched = { tags: { Name: 'x', owner: 'c' }, tags_all: { Name: 'x', owner: 'c' } };
    expect(told(planOf(state, touched, declared), configs)[0]).toBe('outside tags.owner undefined c');
  });

  it('leaves out what only follows, repeats of tags, and values that are secret', () => {
    const state = { tags: { a: '1' }, tags_all: { a: '1' }, arn: 'x' };
    const world = { ...state, tags: { a: '2' }, tags_all: { a: '2' } };
    const plan = planOf(state, world, { ...state, arn: undefined }, { arn: true });
    expect(told(plan)).toEqual(['outside tags.a 1 2']);
    const [changed] = planOf({ password: 'p' }, { password: 'q' }, { password: 'p' }).resource_changes ?? [];
    const secret = {
      resource_changes: [{ ...changed, change: { ...changed?.change, before_sensitive: { password: true } } }],
    };
    expect(JSON.stringify(stackDrift({ stack: 's', plan: secret as PlanJson, now: {} }))).not.toMatch(/"[pq]"/);
  });
});
