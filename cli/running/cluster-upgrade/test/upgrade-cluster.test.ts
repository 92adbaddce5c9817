import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { KubernetesObject } from '../../../adapters/kubernetes/index.js';
import type { Interrupts } from '../../../kernel/interrupts.js';
import { MemoryCloud } from '../../../test/fixtures/memory-cloud.js';
import { MemoryKubernetes } from '../../../test/fixtures/memory-kubernetes.js';
import { type UpgradeFinding, type UpgradeOptions, type UpgradeResult, upgradeCluster } from '../index.js';
import { meets } from '../minor-version.js';
import { removalOf, requestedDeprecated } from '../removed-apis.js';
import { FakeEks } from './fixtures/fake-eks.js';

let cluster: MemoryKubernetes;
let eks: FakeEks;
let order: string[];
let cloud: MemoryCloud;

function environmentWith(version: string, target: 'aws' | 'sandbox' = 'aws'): Environment {
  const aws = { accountId: '000000000000', region: 'eu-central-1' };
  const base = { id: 'prod', platform: 'movies', aws, target, services: {} };
  return { ...base, cluster: { version, addons: {} } } as unknown as Environment;
}

function upgrade(declared: string, more: Partial<UpgradeOptions> = {}, environment = environmentWith(declared)) {
  return upgradeCluster(environment, {
    pollMs: 1,
    timeoutMs: 50,
    deployStack: async () => {
      order.push(`stack ${declared}`);
      eks.version = declared;
    },
    sources: {
      cluster,
      eks,
      name: 'movies-prod',
      metrics: async () => '',
      close: async () => {
        order.push('closed');
      },
    },
    tooling: { openCloud: cloud.open, leaseSeconds: 0.3 },
    ...more,
  });
}

function node(name: string, version = 'v1.35.4'): KubernetesObject {
  const allocatable = { cpu: '4', memory: '16Gi', pods: '58' };
  const conditions = [{ type: 'Ready', status: 'True' }];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    status: { allocatable, conditions, nodeInfo: { kubeletVersion: version } },
  };
}

function pod(name: string, more: { metadata?: object; spec?: object } = {}): KubernetesObject {
  const ownerReferences = [{ kind: 'ReplicaSet', name: 'api-1', uid: 'rs-1' }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'streaming', labels: { app: 'api' }, ownerReferences, ...more.metadata },
    spec: { nodeName: 'a', containers: [{ resources: { requests: { cpu: '500m', memory: '1Gi' } } }], ...more.spec },
    status: { phase: 'Running' },
  };
}

const of = ({ findings }: UpgradeResult, check: UpgradeFinding['check']) =>
  findings.filter((each) => each.check === check);

beforeEach(() => {
  eks = new FakeEks('1.35');
  order = [];
  cloud = new MemoryCloud();
  cluster = new MemoryKubernetes().put(node('a'), node('b'), pod('api-1-x'));
});

describe('an upgrade', () => {
  it('goes control plane, add-ons, nodes, and is over then', async () => {
    const done = await upgrade('1.36');
    expect(done).toMatchObject({ outcome: 'upgraded', target: '1.36' });
    expect([...order, ...eks.calls]).toEqual(['stack 1.36', 'closed', 'addon vpc-cni v1.21.0', 'nodes general 1.36']);
    expect(done.steps.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
  });

  it('goes on where an earlier one was cut off', async () => {
    eks.version = '1.36';
    eks.own = [{ name: 'vpc-cni', version: 'v1.21.0' }];
    const done = await upgrade('1.36');
    expect(done.steps.map(({ step }) => step)).toEqual(['nodes/general']);
    expect([order, eks.calls]).toEqual([['closed'], ['nodes general 1.36']]);
  });

  it('does nothing where the file does not declare it, and names the line to change', async () => {
    const told = await upgrade('1.35', { declaredAt: { file: 'environments/base.yaml', line: 19 } });
    expect(told).toMatchObject({ outcome: 'declare', target: '1.36' });
    expect(told.hints?.[0]).toBe('set cluster.version: "1.36" (now "1.35", environments/base.yaml:19)');
    expect([order, eks.calls]).toEqual([['closed'], []]);
  });

  it('says that nothing is behind when nothing is', async () => {
    expect(await upgrade('1.35', { to: '1.35' })).toMatchObject({ outcome: 'current', steps: [] });
  });

  it('changes nothing when it is declined, or only checks', async () => {
    await expect(upgrade('1.36', { approve: async () => false })).rejects.toMatchObject({ code: 'Declined' });
    expect(await upgrade('1.36', { checkOnly: true })).toMatchObject({ outcome: 'ready' });
    expect([eks.version, eks.calls]).toEqual(['1.35', []]);
  });

  it('stops at a step that fails, and skips what comes after it', async () => {
    const deployStack = async () => {
      throw new BacklotError({ code: 'ApplyFailed', message: 'quota' });
    };
    const done = await upgrade('1.36', { deployStack });
    expect(done.outcome).toBe('failed');
    expect(done.steps.map(({ status }) => status)).toEqual(['failed', 'skipped', 'skipped']);
    expect(done.actions).toEqual(['backlot cluster upgrade prod']);
    expect(eks.calls).toEqual([]);
  });

  it('gives up waiting after its time with the command that goes on', async () => {
    const done = await upgrade('1.36', { deployStack: async () => {} });
    expect(done.error).toMatchObject({ code: 'UpgradeTimedOut' });
  });

  it('keeps each step in the journal, and lets the lock go', async () => {
    await upgrade('1.36');
    expect(cloud.journal('prod')).toEqual(['upgrade:addon/vpc-cni done', 'upgrade:nodes/general done']);
    expect(cloud.isLocked('prod')).toBe(false);
  });

  it('begins no step after its lock was lost', async () => {
    const update = eks.updateAddon.bind(eks);
    eks.updateAddon = async (...args) => {
      cloud.stealLock('prod');
      return update(...args);
    };
    const done = await upgrade('1.36');
    expect(done).toMatchObject({ outcome: 'failed', error: { code: 'LockLost' } });
    expect(eks.calls).toEqual(['addon vpc-cni v1.21.0']);
    expect(done.steps.map(({ status }) => status)).toEqual(['done', 'done', 'failed']);
  });

  it('stops waiting for a step when its lock is lost', async () => {
    eks.updateNodeGroup = async (name, version) => {
      eks.calls.push(`nodes ${name} ${version}`);
      cloud.stealLock('prod');
      return true;
    };
    const done = await upgrade('1.36', { timeoutMs: 20_000 });
    expect(done).toMatchObject({ outcome: 'failed', error: { code: 'LockLost' } });
    expect(cloud.isLocked('prod')).toBe(true);
  });

  it('stops with Ctrl-C and names the command that goes on', async () => {
    let press = () => {};
    const interrupts: Interrupts = {
      subscribe: (listener) => {
        press = () => listener(1);
        return () => {};
      },
    };
    eks.updateAddon = async () => {
      press();
      return true;
    };
    const done = await upgrade('1.36', { interrupts, timeoutMs: 20_000, to: '1.36' });
    expect(done.error).toMatchObject({ code: 'Interrupted', actions: ['backlot cluster upgrade prod'] });
    expect(done.steps.map(({ status }) => status)).toEqual(['done', 'failed', 'skipped']);
    expect(cloud.journal('prod')).toEqual(['upgrade:addon/vpc-cni interrupted']);
  });

  it('takes no lock while somebody else changes the environment', async () => {
    eks.version = '1.36';
    cloud.stealLock('prod');
    await expect(upgrade('1.36')).rejects.toMatchObject({ code: 'EnvironmentLocked' });
    expect(eks.calls).toEqual([]);
  });

  it('says what the sandbox keeps as it was instead of claiming it done', async () => {
    eks.lacking = true;
    const environment = environmentWith('1.36', 'sandbox');
    const done = await upgrade('1.36', { deployStack: async () => {} }, environment);
    expect(done.outcome).toBe('partial');
    expect(done.steps.map(({ status }) => status)).toEqual(['recorded', 'recorded', 'recorded']);
    expect(done.steps[0]?.message).toContain('programs of 1.35 only');
  });
});

describe('the checks of an upgrade', () => {
  it('find nothing against a healthy cluster', async () => {
    const { findings } = await upgrade('1.36', { checkOnly: true });
    expect(findings.filter(({ severity }) => severity !== 'ok')).toEqual([]);
    expect(new Set(findings.map(({ check }) => check)).size).toBe(11);
  });

  it.each([
    ['1.37', /2 minor versions ahead of 1.35.*1.36 first/],
    ['1.34', /older than 1.35/],
  ])('refuse %s: one minor version at a time, forwards', async (to, message) => {
    expect(of(await upgrade('1.35', { to, checkOnly: true }), 'version')[0]).toMatchObject({
      severity: 'blocks',
      message: expect.stringMatching(message),
    });
  });

  it('refuse a version that EKS does not offer, and say when EKS does not tell', async () => {
    eks.versions = ['1.34', '1.35'];
    expect(of(await upgrade('1.36', { checkOnly: true }), 'version')[0]?.severity).toBe('blocks');
    eks.versions = undefined;
    expect(of(await upgrade('1.36', { checkOnly: true }), 'version')[0]?.severity).toBe('unknown');
  });

  it('refuse nodes that would be too far behind', async () => {
    cluster.put(node('old', 'v1.32.1'));
    const [skew] = of(await upgrade('1.36', { checkOnly: true }), 'skew');
    expect(skew).toMatchObject({ severity: 'blocks', objects: ['Node old (v1.32.1)'] });
  });

  it('name a disruption budget that lets no pod go, and its pods', async () => {
    cluster.put({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'api', namespace: 'streaming' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'api' } } },
      status: { disruptionsAllowed: 0, expectedPods: 1, currentHealthy: 1, desiredHealthy: 1 },
    });
    const [budget] = of(await upgrade('1.36'), 'budgets');
    expect(budget).toMatchObject({ severity: 'blocks', objects: ['Pod streaming/api-1-x'] });
    expect(eks.calls).toEqual([]);
  });

  it('name pods that a drain loses, is refused, or empties', async () => {
    cluster.put(
      pod('alone', { metadata: { ownerReferences: [] } }),
      pod('still', { metadata: { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } } }),
      pod('disk', { spec: { volumes: [{ name: 'cache', emptyDir: {} }] } }),
      { ...pod('daemon', { metadata: { ownerReferences: [{ kind: 'DaemonSet', name: 'd', uid: 'd' }] } }) },
    );
    const found = of(await upgrade('1.36', { checkOnly: true }), 'pods');
    expect(found.map(({ objects, severity }) => [severity, objects])).toEqual([
      ['blocks', ['Pod streaming/alone']],
      ['blocks', ['Pod streaming/still']],
      ['warns', ['Pod streaming/disk']],
    ]);
  });

  it('refuse to disturb a canary', async () => {
    cluster.put({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'api', namespace: 'streaming' },
      spec: {},
      status: { stableRS: 'a', currentPodHash: 'b' },
    });
    expect(of(await upgrade('1.36', { checkOnly: true }), 'canaries')[0]?.severity).toBe('blocks');
  });

  it('find removed APIs in Helm releases, and charts that are made for other versions', async () => {
    const manifest = '---\napiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: old\n';
    const body = { manifest, chart: { metadata: { name: 'old', version: '1.0.0', kubeVersion: '<1.36.0-0' } } };
    const zipped = gzipSync(JSON.stringify(body)).toString('base64');
    cluster.put({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'sh.helm.release.v1.old.v1',
        namespace: 'tools',
        labels: { owner: 'helm', status: 'deployed', name: 'old' },
      },
      data: { release: Buffer.from(zipped).toString('base64') },
    });
    const result = await upgrade('1.36', { checkOnly: true });
    expect(of(result, 'apis')[0]).toMatchObject({
      severity: 'blocks',
      message: expect.stringContaining("tools/old has PodDisruptionBudget 'old' of policy/v1beta1"),
    });
    expect(of(result, 'controllers')[0]).toMatchObject({
      severity: 'blocks',
      message: expect.stringContaining('not 1.36'),
    });
  });

  it('judge add-ons by what EKS offers for the target', async () => {
    eks.own = [
      { name: 'vpc-cni', version: 'v1.19.0' },
      { name: 'gone', version: 'v1' },
      { name: 'unknown', version: 'v1' },
    ];
    eks.offers.gone = { versions: [] };
    const found = of(await upgrade('1.36', { checkOnly: true }), 'addons').map(({ severity }) => severity);
    expect(found).toEqual(['warns', 'blocks', 'unknown']);
  });

  it('refuse subnets without addresses, and hand on what EKS itself found', async () => {
    eks.addresses = { 'subnet-1': 2 };
    eks.found = [{ name: 'Kubelet version skew', status: 'ERROR', reason: 'nodes are behind' }];
    const result = await upgrade('1.36', { checkOnly: true });
    expect(of(result, 'addresses')[0]).toMatchObject({ severity: 'blocks', objects: ['subnet-1'] });
    expect(of(result, 'insights')[0]).toMatchObject({
      severity: 'blocks',
      message: expect.stringContaining('nodes are behind'),
    });
  });

  it('warn when pods of a node find no room elsewhere', async () => {
    cluster.put(pod('huge', { spec: { nodeName: 'a', containers: [{ resources: { requests: { cpu: '3500m' } } }] } }));
    cluster.put(pod('other', { spec: { nodeName: 'b', containers: [{ resources: { requests: { cpu: '1' } } }] } }));
    expect(of(await upgrade('1.36', { checkOnly: true }), 'capacity')[0]).toMatchObject({
      severity: 'warns',
      objects: ['Pod streaming/huge'],
    });
  });
});

describe('removed APIs', () => {
  it('are known by the release that removed them', () => {
    expect(removalOf('policy/v1beta1', 'PodDisruptionBudget', '1.25')?.instead).toBe('policy/v1');
    expect(removalOf('policy/v1beta1', 'PodDisruptionBudget', '1.24')).toBeUndefined();
    expect(removalOf('policy/v1', 'PodDisruptionBudget', '1.36')).toBeUndefined();
  });

  it("are read from the API server's own count", () => {
    const line =
      'apiserver_requested_deprecated_apis{group="x.k8s.io",removed_release="1.36",resource="things",subresource="",version="v1beta1"} 1';
    expect(requestedDeprecated(`# HELP\n${line}\n${line.replace(/1$/, '0')}`)).toEqual([
      { group: 'x.k8s.io', version: 'v1beta1', resource: 'things', removedRelease: '1.36' },
    ]);
  });
});

describe("a chart's range of Kubernetes", () => {
  it.each([
    ['>=1.25.0-0', '1.36', true],
    ['>= 1.22.0-0 < 1.36.0-0', '1.36', false],
    ['>=1.22, <1.37', '1.36', true],
    ['<1.36.2', '1.36', true],
    ['^1.25', '1.36', true],
    ['1.30.x || 1.36.x', '1.36', true],
    ['~1.35', '1.36', false],
    ['whatever', '1.36', undefined],
  ])('%s and %s: %s', (constraint, version, expected) => {
    expect(meets(version, constraint)).toBe(expected);
  });
});
