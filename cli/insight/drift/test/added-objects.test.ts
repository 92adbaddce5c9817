import { describe, expect, it } from '@jest/globals';
import { HOSTILE_TEXTS } from '../../../../modules/values/test/hostile-texts.js';
import type { KubernetesObject } from '../../../adapters/kubernetes/index.js';
import { shellWords } from '../../../kernel/shell-words.js';
import { MemoryKubernetes } from '../../../test/fixtures/memory-kubernetes.js';
import { addedTo, type OwnObjects } from '../cluster/added-objects.js';

const RBAC = 'rbac.authorization.k8s.io/v1';
const ours: OwnObjects = {
  environment: 'dev',
  inventory: [{ apiVersion: RBAC, kind: 'ClusterRoleBinding', name: 'backlot-read-only' }],
  releases: new Set(['streaming/api']),
  namespaces: new Set(['streaming', 'kube-system', 'default']),
};

function made(
  by: string | undefined,
  apiVersion: string,
  kind: string,
  name: string,
  more: { readonly namespace?: string; readonly metadata?: object; readonly [field: string]: unknown } = {},
): KubernetesObject {
  const { namespace, metadata, ...fields } = more;
  const managedFields = by === undefined ? {} : { managedFields: [{ manager: by, operation: 'Update' }] };
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace ? { namespace } : {}), ...managedFields, ...metadata },
    ...fields,
  };
}

const helm = (release: string) => ({
  annotations: { 'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': 'streaming' },
});
const streaming = { namespace: 'streaming' };
const pod = (spec: object) => ({ template: { spec: { containers: [{ name: 'x', image: 'evil:1' }], ...spec } } });

async function named(...objects: KubernetesObject[]): Promise<string[]> {
  const { additions } = await addedTo(new MemoryKubernetes().put(...objects), ours, ['--context', 'dev']);
  return additions.map(({ severity, name }) => `${severity} ${name}`);
}

describe('objects that somebody put into the cluster', () => {
  it('are named, the severe first', async () => {
    expect(
      await named(
        made('kubectl-create', 'v1', 'Secret', 'hand', streaming),
        made('kubectl-create', 'v1', 'Secret', 'login', { ...streaming, type: 'kubernetes.io/service-account-token' }),
        made('kubectl-create', RBAC, 'ClusterRoleBinding', 'mallory', {
          roleRef: { name: 'cluster-admin' },
          subjects: [{ name: 'mallory' }],
        }),
        made('kubectl-create', RBAC, 'RoleBinding', 'view', { ...streaming, roleRef: { name: 'view' } }),
        made('kubectl-client-side-apply', 'apps/v1', 'Deployment', 'miner', { ...streaming, spec: pod({}) }),
        made('python-requests', 'apps/v1', 'DaemonSet', 'root', { ...streaming, spec: pod({ hostNetwork: true }) }),
        made('kubectl', 'v1', 'Service', 'door', { ...streaming, spec: { type: 'LoadBalancer' } }),
        made('k9s', 'networking.k8s.io/v1', 'NetworkPolicy', 'open', { ...streaming, spec: { ingress: [{}] } }),
        made('kubectl-create', 'admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'sniff'),
        made('Mallory', 'batch/v1', 'CronJob', 'night', { ...streaming, spec: { jobTemplate: { spec: pod({}) } } }),
      ),
    ).toEqual([
      'critical ClusterRoleBinding/mallory',
      'critical MutatingWebhookConfiguration/sniff',
      'critical DaemonSet/streaming/root',
      'critical NetworkPolicy/streaming/open',
      'critical Secret/streaming/login',
      'critical Service/streaming/door',
      'high CronJob/streaming/night',
      'high Deployment/streaming/miner',
      'high RoleBinding/streaming/view',
      'notice Secret/streaming/hand',
    ]);
  });

  it('are also what leads elsewhere, stores, or judges a canary', async () => {
    const argo = 'argoproj.io/v1alpha1';
    expect(
      await named(
        made('kubectl', 'v1', 'Endpoints', 'hijack', streaming),
        made('kubectl', 'discovery.k8s.io/v1', 'EndpointSlice', 'api-2', streaming),
        made('kubectl', 'v1', 'PersistentVolume', 'root', { spec: { hostPath: { path: '/' } } }),
        made('kubectl', 'v1', 'PersistentVolume', 'disk', { spec: { csi: {} } }),
        made('kubectl', 'storage.k8s.io/v1', 'StorageClass', 'slow'),
        made('kubectl', 'networking.k8s.io/v1', 'IngressClass', 'other'),
        made('kubectl', argo, 'AnalysisRun', 'job', streaming),
        made('kubectl', argo, 'ClusterAnalysisTemplate', 'lenient'),
        made('kubectl', 'v1', 'ReplicationController', 'miner', { ...streaming, spec: pod({}) }),
      ),
    ).toEqual([
      'critical PersistentVolume/root',
      'critical Endpoints/streaming/hijack',
      'critical EndpointSlice/streaming/api-2',
      'high ClusterAnalysisTemplate/lenient',
      'high IngressClass/other',
      'high StorageClass/slow',
      'high AnalysisRun/streaming/job',
      'high ReplicationController/streaming/miner',
      'notice PersistentVolume/disk',
    ]);
    const slices = { ownerReferences: [{ kind: 'Service', name: 'api', uid: '1' }] };
    expect(
      await named(
        made('kube-controller-manager', 'v1', 'Endpoints', 'api', streaming),
        made('kube-controller-manager', 'discovery.k8s.io/v1', 'EndpointSlice', 'api-1', {
          ...streaming,
          metadata: slices,
        }),
        made(undefined, 'discovery.k8s.io/v1', 'EndpointSlice', 'kubernetes', { namespace: 'default' }),
        made('csi-provisioner', 'v1', 'PersistentVolume', 'pvc-1', { spec: { csi: {} } }),
        made('kubectl-client-side-apply', 'storage.k8s.io/v1', 'StorageClass', 'gp2'),
      ),
    ).toEqual([]);
  });

  it('are none that the baseline, our releases, controllers, Kubernetes or EKS made', async () => {
    const owned = { ownerReferences: [{ kind: 'ReplicaSet', name: 'api', uid: '1' }] };
    expect(
      await named(
        made('backlot-baseline', RBAC, 'ClusterRoleBinding', 'backlot-read-only'),
        made('helm', 'v1', 'Service', 'api', { ...streaming, metadata: helm('api') }),
        made('helm', 'v1', 'Service', 'old', {
          ...streaming,
          metadata: { ...helm('old'), labels: { 'backlot.dev/environment': 'dev' } },
        }),
        made('Helm', 'v1', 'Secret', 'sh.helm.release.v1.api.v1', { ...streaming, type: 'helm.sh/release.v1' }),
        made('kube-controller-manager', 'v1', 'Pod', 'api-1', { ...streaming, metadata: owned }),
        made('external-secrets', 'v1', 'Secret', 'api', streaming),
        made('kube-controller-manager', 'v1', 'ConfigMap', 'kube-root-ca.crt', streaming),
        made(undefined, 'v1', 'ServiceAccount', 'default', streaming),
        made('kubectl-client-side-apply', 'apps/v1', 'DaemonSet', 'aws-node', { namespace: 'kube-system' }),
        made('eks', RBAC, 'ClusterRoleBinding', 'eks:addon-manager'),
        made('kubectl-create', 'v1', 'Secret', 'theirs', { namespace: 'somebody-elses' }),
      ),
    ).toEqual([]);
  });

  it('are those with a name of EKS too, where a person made them, and releases that are none of ours', async () => {
    expect(
      await named(
        made('kubectl-create', RBAC, 'ClusterRoleBinding', 'eks:looks-official', {
          roleRef: { name: 'cluster-admin' },
        }),
        made('kubectl-create', 'v1', 'Service', 'api-2', { ...streaming, metadata: helm('api') }),
        made('helm', 'apps/v1', 'Deployment', 'mine', { ...streaming, spec: pod({}), metadata: helm('mine') }),
        made('kubectl', 'v1', 'ConfigMap', 'x', { ...streaming, metadata: { managedFields: [] } }),
      ),
    ).toEqual([
      'critical ClusterRoleBinding/eks:looks-official',
      'high Deployment/streaming/mine',
      'notice ConfigMap/streaming/x',
      'notice Service/streaming/api-2',
    ]);
  });

  it('come with the command that takes them away', async () => {
    const cluster = new MemoryKubernetes().put(
      made('kubectl-create', 'apps/v1', 'Deployment', 'miner', { ...streaming, spec: pod({}) }),
      made('helm', 'apps/v1', 'Deployment', 'mine', { ...streaming, spec: pod({}), metadata: helm('mine') }),
    );
    const { additions } = await addedTo(cluster, ours, ['--context', 'dev']);
    expect(additions.map(({ remove }) => remove).sort()).toEqual([
      'helm uninstall mine --namespace streaming --kube-context dev',
      'kubectl --context dev delete deployment.apps miner --namespace streaming',
    ]);
  });

  it('come with a command of the same words whatever their names and annotations say', async () => {
    for (const text of HOSTILE_TEXTS) {
      const cluster = new MemoryKubernetes().put(
        made('kubectl-create', RBAC, 'ClusterRoleBinding', text, { subjects: [], roleRef: { name: 'view' } }),
        made('helm', 'apps/v1', 'Deployment', 'mine', { ...streaming, spec: pod({}), metadata: helm(text) }),
      );
      const { additions } = await addedTo(cluster, ours, ['--context', 'a b']);
      expect(additions.map(({ remove }) => shellWords(remove)).sort()).toEqual([
        ['helm', 'uninstall', text, '--namespace', 'streaming', '--kube-context', 'a b'],
        ['kubectl', '--context', 'a b', 'delete', 'clusterrolebinding.rbac.authorization.k8s.io', text],
      ]);
    }
  });

  it('say of which kind nobody could tell', async () => {
    const cluster = new MemoryKubernetes();
    const { BacklotError } = await import('../../../../modules/values/backlot-error.js');
    cluster.list = async ({ kind }) => {
      if (kind === 'Secret') throw new BacklotError({ code: 'Forbidden', message: 'secrets is forbidden' });
      return [];
    };
    expect((await addedTo(cluster, ours)).notChecked).toEqual([
      { what: 'Secret objects', count: 1, on: 'cluster', reason: 'secrets is forbidden', needs: [] },
    ]);
  });
});
