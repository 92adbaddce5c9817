import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { savedServices } from '../../plan/service-plan.js';
import type { ServiceChange } from '../../services/index.js';
import type { PlannedStacks } from '../planned-stacks.js';
import { verifyServices } from '../verify-services.js';

const environment = { id: 'prod' } as Environment;
const update = (more: Partial<ServiceChange> = {}): ServiceChange => ({
  service: 'api',
  action: 'update',
  image: 'api:1.4.0',
  previousImage: 'api:1.3.0',
  canary: true,
  values: [{ path: 'image.tag', before: '1.3.0', after: '1.4.0', sensitive: false }],
  chartChanged: false,
  ...more,
});
const plannedWith = (services: PlannedStacks['services']) =>
  ({ plan: { planId: '3f2a91' }, services }) as unknown as PlannedStacks;
const planned = plannedWith(savedServices({ changes: [update()] }, { api: '1.4.0' }));

describe('the services of a saved plan', () => {
  it('may be deployed as they were shown', () => {
    expect(() => verifyServices(environment, planned, [update()])).not.toThrow();
  });

  it('may be deployed by another release of the same content', () => {
    const [tag] = update().values;
    const values = [...(tag ? [tag] : []), { path: 'release.id', before: '1', after: '2', sensitive: false }];
    expect(() => verifyServices(environment, planned, [update({ values })])).not.toThrow();
  });

  it.each<[string, Partial<ServiceChange>]>([
    ['another image', { image: 'api:1.5.0' }],
    ['another version that runs by now', { previousImage: 'api:1.3.1' }],
    ['another value', { values: [{ path: 'replicas.max', before: 10, after: 1, sensitive: false }] }],
    ['another chart', { chartChanged: true }],
    ['nothing left to do', { action: 'unchanged' }],
  ])('are refused for %s', (_what, change) => {
    expect(() => verifyServices(environment, planned, [update(change)])).toThrow(
      expect.objectContaining({ code: 'StalePlan', message: expect.stringContaining("service 'api'") }),
    );
  });

  it('are refused with a service that was declared since', () => {
    expect(() => verifyServices(environment, planned, [update(), update({ service: 'admin' })])).toThrow(
      /service 'admin': is not in the plan/,
    );
  });

  it('are not bound where the cluster could not be asked', () => {
    expect(savedServices({ unknown: 'the cluster does not answer' })).toBeUndefined();
    expect(() => verifyServices(environment, plannedWith(undefined), [update()])).not.toThrow();
  });
});
