import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/index.js';
import { noJournal } from '../../../session/journal/index.js';
import type { Session } from '../../../session/open/session.js';
import { revertObjects } from '../cluster/revert-objects.js';
import type { DriftedResource } from '../drift-result.js';

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: { name: api, annotations: { team/owner: films } }
spec:
  replicas: 2
  template: { spec: { containers: [{ name: app, image: "api:1" }] } }
---
apiVersion: v1
kind: Service
metadata: { name: api }
spec: { ports: [{ name: http, port: 80 }] }
`;
const record = gzipSync(
  JSON.stringify({ info: { status: 'deployed', last_deployed: '2026-11-21T04:00:00Z' }, manifest }),
);
const secret: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'sh.helm.release.v1.api.v3', labels: { status: 'deployed', version: '3' } },
  data: { release: Buffer.from(record.toString('base64')).toString('base64') },
};
const by = (manager: string, fields: object) => ({ manager, operation: 'Update', fieldsV1: fields });
const edited: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'api',
    namespace: 'streaming',
    annotations: { 'team/owner': 'me', note: 'x' },
    managedFields: [
      by('kubectl-edit', { 'f:metadata': { 'f:annotations': { 'f:team/owner': {}, 'f:note': {} } } }),
      by('kube-controller-manager', { 'f:spec': { 'f:replicas': {} } }),
    ] as never,
  },
  spec: { replicas: 9, template: { spec: { containers: [{ name: 'app', image: 'api:hack' }] } } },
};

/** A cluster that holds the edited Deployment and no Service, and remembers what is asked of it. */
function cluster() {
  const patches: { patch: unknown; options: unknown }[] = [];
  const created: KubernetesObject[] = [];
  const kubernetes = {
    serves: async () => true,
    list: async () => [secret],
    get: async ({ kind }: { kind: string }) => (kind === 'Deployment' ? edited : undefined),
    patch: async (_: unknown, patch: unknown, options: unknown) => void patches.push({ patch, options }),
    create: async (object: KubernetesObject) => void created.push(object),
  } as unknown as Kubernetes;
  const session = {
    environment: { cluster: { namespace: 'streaming' } },
    stacks: [],
    cloud: {},
    journal: noJournal,
    openCluster: async () => ({ kubernetes, prometheus: '' }),
  } as unknown as Session;
  return { session, patches, created };
}

const drifted = (address: string) => ({ address, owner: 'service:api' }) as DriftedResource;

describe('setting objects of the cluster back', () => {
  it('patches exactly the fields that a person changed, as Helm, and leaves those of controllers', async () => {
    const { session, patches, created } = cluster();
    const reverted = await revertObjects(session, [drifted('Deployment/streaming/api')], {});
    expect(reverted).toEqual([{ owner: 'service:api', addresses: ['Deployment/streaming/api'] }]);
    expect(patches).toHaveLength(1);
    expect(patches[0]?.options).toEqual({ type: 'json', fieldManager: 'helm' });
    expect(patches[0]?.patch).toEqual([
      { op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'api:1' },
      { op: 'replace', path: '/metadata/annotations/team~1owner', value: 'films' },
      { op: 'remove', path: '/metadata/annotations/note' },
    ]);
    expect(created).toEqual([]);
  });

  it('makes an object again that is gone', async () => {
    const { session, created } = cluster();
    await revertObjects(session, [drifted('Service/streaming/api')], {});
    expect(created.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([['Service', 'streaming']]);
  });
});
