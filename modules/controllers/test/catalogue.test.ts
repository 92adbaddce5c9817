import { describe, expect, it } from '@jest/globals';
import { CONTROLLER_IDS, catalogue, controllerOf } from '../index.js';
import { CONTEXT } from './context.js';

const controllers = Object.values(catalogue);

/** Everything below a key, wherever it is. */
function all(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) => [...(name === key ? [below] : []), ...all(below, key)]);
}

describe('catalogue', () => {
  it('has what environments can name, under its own id', () => {
    expect(Object.keys(catalogue).sort()).toEqual([...CONTROLLER_IDS].sort());
    for (const [id, controller] of Object.entries(catalogue)) expect(controller.id).toBe(id);
  });

  it('pins every chart to one version of a repository that is encrypted', () => {
    for (const { version, repository, appVersion } of controllers.flatMap(({ charts }) => charts)) {
      expect(version).toMatch(/^v?\d+\.\d+\.\d+$/);
      expect(appVersion).toMatch(/^v?\d+\.\d+\.\d+$/);
      expect(repository).toMatch(/^(https|oci):\/\//);
    }
  });

  it('says whom to wait for without going in circles', () => {
    const done = new Set<string>();
    for (const { id, after } of controllers) {
      for (const before of after) expect([id, before, done.has(before)]).toEqual([id, before, true]);
      done.add(id);
    }
  });

  it.each([
    ['argoproj.io/v1alpha1', 'Rollout', 'argo-rollouts'],
    ['external-secrets.io/v1', 'ExternalSecret', 'external-secrets'],
    ['external-secrets.io/v1beta1', 'ExternalSecret', 'external-secrets'],
    ['monitoring.coreos.com/v1', 'PodMonitor', 'kube-prometheus-stack'],
    ['karpenter.sh/v1', 'NodePool', 'karpenter'],
    ['keda.sh/v1alpha1', 'ScaledObject', 'keda'],
    ['cert-manager.io/v1', 'ClusterIssuer', 'cert-manager'],
    ['elbv2.k8s.aws/v1beta1', 'TargetGroupBinding', 'aws-load-balancer-controller'],
  ])('knows that %s %s comes from %s', (apiVersion, kind, id) => {
    expect(controllerOf(apiVersion, kind)?.id).toBe(id);
  });

  it('knows nobody for kinds of Kubernetes itself', () => {
    expect(controllerOf('apps/v1', 'Deployment')).toBeUndefined();
  });
});

describe.each(controllers.map((controller) => [controller.id, controller] as const))(
  'values of %s',
  (id, controller) => {
    const values = controller.values(CONTEXT);

    it('ask for priority, processor and memory, and limit memory', () => {
      expect(all(values, 'priorityClassName').length).toBeGreaterThan(0);
      const sizes = all(values, 'resources').filter((each) => JSON.stringify(each).includes('"requests":{"cpu"'));
      expect(sizes.length).toBeGreaterThan(0);
      for (const size of all(sizes, 'limits')) expect(size).toEqual({ memory: expect.any(String) });
    });

    it('keep to the nodes of the platform, where there are such', () => {
      const text = (systemNodes: boolean) => JSON.stringify(controller.values({ ...CONTEXT, systemNodes }));
      // Logs are read on every node.
      expect(text(true).includes('"key":"workload"')).toBe(id !== 'fluent-bit');
      expect(text(false)).not.toContain('"key":"workload"');
    });

    it('are watched only where something watches', () => {
      const off = controller.values({ ...CONTEXT, monitoring: false });
      const monitors = [...all(off, 'serviceMonitor'), ...all(off, 'servicemonitor')];
      for (const monitor of monitors) expect(monitor).toEqual({ enabled: false });
    });

    it('name no other environment', () => {
      expect(JSON.stringify(controller.values({ ...CONTEXT, region: 'us-east-1' }))).not.toContain('eu-west-1');
    });
  },
);

describe('values', () => {
  it('run two of what must not stop', () => {
    const replicas = (id: keyof typeof catalogue, key: string) => all(catalogue[id].values(CONTEXT), key);
    expect(replicas('aws-load-balancer-controller', 'replicaCount')).toEqual([2]);
    expect(replicas('karpenter', 'replicas')).toEqual([2]);
    expect(replicas('metrics-server', 'replicas')).toEqual([2]);
    expect(replicas('cert-manager', 'replicaCount')).toEqual([2, 2, 2]);
    expect(replicas('argo-rollouts', 'replicas')).toEqual([2]);
  });

  it('tell load balancers about cluster, region and network', () => {
    expect(catalogue['aws-load-balancer-controller'].values(CONTEXT)).toMatchObject({
      clusterName: 'x-prod-cluster',
      region: 'eu-central-1',
      vpcId: 'vpc-1',
      enableCertManager: true,
    });
  });

  it('keep the certificate of the webhook where nobody issues one', () => {
    const values = catalogue['aws-load-balancer-controller'].values({ ...CONTEXT, certificates: false });
    expect(values).toMatchObject({ enableCertManager: false, keepTLSSecret: true });
  });

  it('send the logs of services and of the platform to their own groups', () => {
    const { config } = catalogue['fluent-bit'].values(CONTEXT) as { config: Record<string, string> };
    expect(config.inputs).toContain('/var/log/containers/*_streaming_*.log');
    expect(config.outputs).toContain('/aws/eks/x-prod-cluster/services');
    expect(config.outputs).toContain('/aws/eks/x-prod-cluster/platform');
  });

  it('touch names of the zone only', () => {
    expect(catalogue['external-dns'].values(CONTEXT)).toMatchObject({
      domainFilters: ['example.com'],
      extraArgs: ['--zone-id-filter=Z1'],
      txtOwnerId: 'x-prod-cluster',
    });
  });

  it('want no disks of AWS where there is no AWS', () => {
    const text = JSON.stringify(catalogue['kube-prometheus-stack'].values({ ...CONTEXT, aws: false }));
    expect(text).not.toMatch(/ebs\.csi|storageClassName|sns_configs":\[\{/);
  });
});
