import { describe, expect, it } from '@jest/globals';
import { controllerContext } from '../controller-context.js';
import { controllerObjects } from '../controller-objects.js';
import { plannedControllers } from '../controllers.js';
import { fullEnvironment } from './fixtures/full-environment.js';
import { SynthesizedStack, synthesize } from './fixtures/synthesized-stack.js';

const routed = { kind: 'web', image: '1.0.0', routes: [{ host: 'api.example.com' }] };
const api = { ...routed, needs: ['api-token'] };

function ids(changes: Record<string, unknown> = {}): string[] {
  return plannedControllers(fullEnvironment(changes)).map(({ controller }) => controller.id);
}

describe('controllers of an environment', () => {
  it('follow from what it declares, each after those that it builds on', () => {
    const order = ids({ services: { api } });
    expect([...order].sort()).toEqual([
      'argo-rollouts',
      'aws-load-balancer-controller',
      'cert-manager',
      'external-dns',
      'external-secrets',
      'fluent-bit',
      'karpenter',
      'kube-prometheus-stack',
      'metrics-server',
    ]);
    expect(order[0]).toBe('kube-prometheus-stack');
    expect(order.indexOf('cert-manager')).toBeLessThan(order.indexOf('aws-load-balancer-controller'));
    expect(order.indexOf('aws-load-balancer-controller')).toBeLessThan(order.indexOf('external-dns'));
  });

  it('say what they are needed for', () => {
    const reasons = plannedControllers(fullEnvironment({ services: { api } }));
    const of = (id: string) => reasons.find(({ controller }) => controller.id === id)?.neededFor;
    expect(of('external-dns')).toBe('the name api.example.com');
    expect(of('external-secrets')).toBe('the secrets of api');
    expect(of('argo-rollouts')).toBe('the canary of api');
  });

  it('are few where nothing asks for them', () => {
    expect(ids({ services: {}, cluster: {} })).toEqual(['metrics-server']);
    expect(ids({ services: {}, cluster: { addons: { 'metrics-server': {} } } })).toEqual([]);
    expect(ids({ services: { api }, cluster: undefined })).toEqual([]);
  });

  it('leave names outside the zone to their owner', () => {
    const foreign = { ...api, routes: [{ host: 'api.elsewhere.org' }] };
    expect(ids({ services: { api: foreign } })).not.toContain('external-dns');
  });

  it('are added, left out, and changed as the environment says', () => {
    const controllers = {
      keda: { enabled: true, version: '2.19.0', repository: 'oci://mirror.example/charts', values: { asciiArt: true } },
      'fluent-bit': { enabled: false },
    };
    const planned = plannedControllers(fullEnvironment({ services: { api }, cluster: { controllers } }));
    expect(planned.map(({ controller }) => controller.id)).not.toContain('fluent-bit');
    expect(planned.find(({ controller }) => controller.id === 'keda')).toMatchObject({
      charts: [{ version: '2.19.0', repository: 'oci://mirror.example/charts' }],
      overrides: { asciiArt: true },
      neededFor: 'cluster.controllers.keda',
    });
  });
});

describe('controller identities', () => {
  const { cluster, media } = synthesize(fullEnvironment({ services: { api } })) as Record<string, SynthesizedStack>;

  it('trust the pods of one controller each, in its own namespace', () => {
    const associations = cluster?.all('aws_eks_pod_identity_association') ?? [];
    const pairs = associations.map(({ namespace, service_account }) => `${namespace}/${service_account}`);
    expect(pairs.sort()).toEqual([
      'argo-rollouts/argo-rollouts',
      'cert-manager/cert-manager',
      'external-dns/external-dns',
      'external-secrets/external-secrets',
      'kube-system/aws-load-balancer-controller',
      'kube-system/fluent-bit',
      'kube-system/karpenter',
      'observability/kube-prometheus-stack-alertmanager',
      'streaming/api',
    ]);
  });

  it('take the role of nodes, the secrets and the zone from where they are made', () => {
    const policy = (name: string) => cluster?.startingWith('aws_iam_role_policy', `controllers_${name}`).policy;
    const { RoleOfNodes, Stop } = SynthesizedStack.statements(policy('karpenter'));
    expect(RoleOfNodes?.Resource).toContain('node-role');
    expect(Object.keys(Stop?.Condition.StringEquals)).toEqual([
      'aws:ResourceTag/kubernetes.io/cluster/backlot-prod-cluster',
    ]);
    expect(SynthesizedStack.statements(policy('external-dns')).Records?.Resource).toContain('hostedzone/');
    expect(media?.json.output).toHaveProperty('hosted_zone_id');
  });

  it('tell Karpenter of interruptions by a queue that only the rule may write to', () => {
    const queue = cluster?.startingWith('aws_sqs_queue_policy', 'controllers_interruptions').policy;
    expect(SynthesizedStack.statements(queue)).toMatchObject({
      TlsOnly: { Effect: 'Deny' },
      Events: { Principal: { Service: 'events.amazonaws.com' }, Condition: { ArnEquals: expect.anything() } },
    });
    expect(cluster?.one('aws_cloudwatch_event_target').target_id).toBe('queue');
    expect(cluster?.json.output).toMatchObject({
      controller_role_arns: expect.anything(),
      interruption_queue_name: expect.anything(),
      node_role_name: expect.anything(),
    });
  });
});

describe('what controllers are told', () => {
  const environment = fullEnvironment({ services: { api } });
  const outputs = {
    cluster: { cluster_endpoint: 'https://cluster', node_role_name: 'nodes', interruption_queue_name: 'news' },
    network: { vpc_id: 'vpc-1' },
    foundation: { pager_topic_arn: 'arn:pager', data_key_arn: 'arn:key' },
    media: { hosted_zone_id: 'Z1' },
  };
  const facts = { monitoring: true, certificates: true, aws: true };

  it('comes from the environment and from the outputs of its stacks', () => {
    expect(controllerContext(environment, outputs, facts)).toMatchObject({
      clusterName: 'backlot-prod-cluster',
      vpcId: 'vpc-1',
      zone: { name: 'example.com', id: 'Z1' },
      interruptionQueue: 'news',
    });
  });

  it('names the stack that has not said yet what is missing', () => {
    expect(() => controllerContext(environment, { ...outputs, network: {} }, facts)).toThrow(
      expect.objectContaining({ code: 'StackNotApplied', message: expect.stringContaining("'network'") }),
    );
    expect(controllerContext(environment, {}, { ...facts, aws: false }).vpcId).toBe('');
  });

  it('includes the store of secrets and a pool for each node group that may grow', () => {
    expect(controllerObjects('external-secrets', environment, outputs)).toMatchObject([
      {
        kind: 'ClusterSecretStore',
        metadata: { name: 'backlot' },
        spec: { provider: { aws: { region: 'eu-central-1' } } },
      },
    ]);
    const pools = controllerObjects('karpenter', environment, outputs).filter(({ kind }) => kind === 'NodePool');
    expect(pools).toMatchObject([
      { metadata: { name: 'general' }, spec: { limits: { nodes: '6' } } },
      {
        metadata: { name: 'batch' },
        spec: { template: { spec: { taints: [{ key: 'batch', effect: 'NoSchedule' }] } } },
      },
    ]);
    expect(controllerObjects('karpenter', environment, {})).toEqual([]);
  });
});
