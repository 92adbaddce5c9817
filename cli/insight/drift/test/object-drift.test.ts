import { describe, expect, it } from '@jest/globals';
import type { KubernetesObject } from '../../../adapters/kubernetes/index.js';
import { type ObjectBasis, objectDrift } from '../cluster/object-drift.js';

const metadata = { name: 'api', namespace: 'streaming' };
const container = { name: 'app', image: 'api:1', resources: { limits: { cpu: '1000m', memory: '1Gi' } } };
const wanted: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata,
  spec: { replicas: 2, template: { spec: { containers: [container] } } },
};

const managed = (manager: string, fields: object, time = '2026-11-21T04:00:00Z') => ({
  manager,
  operation: 'Update',
  time,
  fieldsType: 'FieldsV1',
  fieldsV1: fields,
});
const image = {
  'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"app"}': { 'f:image': {} } } } } },
};

function live(change: { spec?: object; app?: object }, ...fields: object[]): KubernetesObject {
  const app = { ...container, resources: { limits: { cpu: '1', memory: '1024Mi' } }, ...change.app };
  const sidecar = { name: 'proxy', image: 'proxy:1' };
  return {
    ...wanted,
    metadata: { ...metadata, managedFields: fields as never },
    spec: {
      replicas: 2,
      progressDeadlineSeconds: 600,
      template: { spec: { containers: [sidecar, app] } },
      ...change.spec,
    },
    status: { readyReplicas: 2 },
  };
}

function told(basis: Partial<ObjectBasis>) {
  return objectDrift({ owner: 'service:api', wanted, applied: true, manager: 'helm', ...basis });
}

describe('drift of an object of the cluster', () => {
  it('is none where the server only fills in and writes otherwise', () => {
    expect(told({ live: live({}) })).toBeUndefined();
  });

  it('is outside where somebody else set a field, and says who and when', () => {
    const found = told({ live: live({ app: { image: 'api:hack' } }, managed('kubectl-edit', image)) });
    expect(found).toMatchObject({
      address: 'Deployment/streaming/api',
      kind: 'outside',
      attributes: [{ path: 'spec.template.spec.containers[1].image', before: 'api:1', after: 'api:hack' }],
      authors: [{ who: 'kubectl-edit', at: '2026-11-21T04:00:00Z' }],
    });
  });

  it('is outside where an autoscaled workload has no pods, whoever is known to have written it', () => {
    const { replicas: _, ...spec } = wanted.spec as Record<string, unknown>;
    const autoscaled = { ...wanted, spec };
    const none = live(
      { spec: { replicas: 0 } },
      managed('kube-controller-manager', { 'f:spec': { 'f:replicas': {} } }),
    );
    const found = told({ wanted: autoscaled, live: none });
    expect(found).toMatchObject({ kind: 'outside', attributes: [{ path: 'spec.replicas', after: 0 }] });
    expect(found?.attributes[0]?.reason).toContain('ScalingDisabled');
    expect(told({ wanted: autoscaled, live: live({ spec: { replicas: 7 } }) })).toBeUndefined();
    const by = managed('kubectl', { 'f:spec': { 'f:replicas': {} } });
    const once = told({ wanted: autoscaled, live: live({ spec: { replicas: 0 } }, by) });
    expect(once?.attributes.map(({ path }) => path)).toEqual(['spec.replicas']);
  });

  it('is noise where a controller set it', () => {
    const scaled = live(
      { spec: { replicas: 7 } },
      managed('kube-controller-manager', { 'f:spec': { 'f:replicas': {} } }),
    );
    expect(told({ live: scaled })).toMatchObject({ kind: 'noise', attributes: [{ path: 'spec.replicas' }] });
    expect(
      told({ live: live({ spec: { replicas: 7 } }, managed('kubectl-scale', { 'f:spec': { 'f:replicas': {} } })) })
        ?.kind,
    ).toBe('outside');
  });

  it('is what a person added that nothing declares', () => {
    const added = live(
      { app: { tty: true } },
      managed('kubectl-patch', {
        'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"app"}': { 'f:tty': {} } } } } },
      }),
    );
    expect(told({ live: added })).toMatchObject({
      kind: 'outside',
      attributes: [{ path: 'spec.template.spec.containers[1].tty', after: true }],
    });
  });

  it('is code where the declaration changed and nobody touched what we had set', () => {
    const ours = managed('backlot-baseline', { 'f:spec': { 'f:replicas': {} } });
    const basis = { applied: false, manager: 'backlot-baseline', owner: 'baseline' };
    expect(told({ ...basis, live: live({ spec: { replicas: 1 } }, ours) })).toMatchObject({
      kind: 'code',
      attributes: [{ path: 'spec.replicas', before: 1, after: 2 }],
    });
  });

  it('is an object that is gone, and never the content of a Secret', () => {
    expect(told({})).toMatchObject({ change: 'missing', kind: 'outside' });
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata, data: { key: 'b2xk' } };
    const found = told({ wanted: secret, live: { ...secret, data: { key: 'bmV3' } } });
    expect(found?.attributes).toMatchObject([{ path: 'data.key', sensitive: true }]);
    expect(JSON.stringify(found)).not.toMatch(/b2xk|bmV3/);
  });
});
