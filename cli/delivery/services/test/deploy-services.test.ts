import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Environment, loadEnvironment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { ProgressEvent } from '../../../kernel/progress.js';
import type { StackOutputs } from '../../../kernel/stack-outputs.js';
import { MemoryKubernetes } from '../../../test/fixtures/memory-kubernetes.js';
import { until } from '../../../test/fixtures/until.js';
import { type DeployServicesOptions, deployServices, previewServices, uninstallServices } from '../index.js';
import { appliedOutputs } from './fixtures/applied-outputs.js';
import { MemoryHelm } from './fixtures/memory-helm.js';
import { type RolloutSketch, rolloutObjects, type VersionSketch } from './fixtures/service-objects.js';

const root = join(import.meta.dirname, '../../../..');
const times = { pollMs: 5, graceMs: 40, slackMs: -59_900, canaryMs: 1_000, leaseMs: 300 };
const OWNER = { 'backlot.dev/owner': 'backlot/local' };

let environment: Environment;
let outputs: StackOutputs;
let cache: string;
let cluster: MemoryKubernetes;
let helm: MemoryHelm;
let events: ProgressEvent[];

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'backlot-services-'));
  process.env.BACKLOT_CACHE_DIR = cache;
  const loaded = (await loadEnvironment('local', { root })).environment;
  const api = loaded.services.api as Environment['services'][string];
  environment = { ...loaded, services: { api } };
  outputs = appliedOutputs(loaded);
});
afterAll(() => rm(cache, { recursive: true, force: true }));

beforeEach(() => {
  events = [];
  helm = new MemoryHelm();
  cluster = new MemoryKubernetes().put({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'streaming', annotations: OWNER },
  });
});

const imageOf = (tag: string) => `registry.example/repository-urls-api:${tag}`;
const version = (tag: string, more: Partial<VersionSketch> = {}): VersionSketch => ({
  hash: `h${tag.replaceAll('.', '')}`,
  image: imageOf(tag),
  desired: 3,
  ready: 3,
  ...more,
});
/** What the cluster looks like once Helm was run. */
const thenLooks = (sketch: RolloutSketch) => {
  helm.onUpgrade = () => void cluster.put(...rolloutObjects(sketch));
};
const deploy = (more: Partial<DeployServicesOptions> = {}) =>
  deployServices(environment, {
    cluster,
    helm,
    outputs,
    prometheus: 'http://127.0.0.1:9090',
    wait: false,
    times,
    progress: { emit: (event) => events.push(event) },
    ...more,
  });
async function installed(tag = '1.0.0') {
  thenLooks({ current: version(tag) });
  const [done] = await deploy(tag === '1.0.0' ? {} : { images: { api: tag } });
  expect(done?.status).toBe('deployed');
  helm.calls.length = 0;
}
const lines = () => events.flatMap((event) => (event.type === 'step-progress' ? [event.message] : []));

describe('deploying services', () => {
  it('installs what is declared and waits until it is healthy', async () => {
    thenLooks({ current: version('1.0.0', { desired: 3, ready: 1 }) });
    const running = deploy();
    await until(() => lines().some((line) => line.startsWith('1/3 ready')));
    cluster.put(...rolloutObjects({ current: version('1.0.0') }));
    expect(await running).toEqual([
      expect.objectContaining({
        service: 'api',
        status: 'deployed',
        image: imageOf('1.0.0'),
        pods: { ready: 3, desired: 3 },
        chart: 'service-1.0.0',
        valuesHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      }),
    ]);
    expect(helm.calls).toEqual(['settle api', 'upgrade api']);
  });

  it('does not run Helm for what is the same and healthy', async () => {
    await installed();
    expect(await deploy()).toMatchObject([{ status: 'unchanged', pods: { ready: 3, desired: 3 } }]);
    expect(helm.calls).toEqual([]);
  });

  it('does again what is the same and not healthy', async () => {
    await installed();
    cluster.put(...rolloutObjects({ current: version('1.0.0', { ready: 2 }) }));
    thenLooks({ current: version('1.0.0') });
    expect(await deploy()).toMatchObject([{ status: 'deployed', reason: 'the same image' }]);
    expect(helm.calls).toContain('upgrade api');
  });

  it('puts right an image that was changed by hand', async () => {
    await installed();
    cluster.put(...rolloutObjects({ current: version('6.6.6') }));
    const patched: unknown[] = [];
    cluster.patch = async (reference, patch) => {
      patched.push(patch);
      cluster.put(...rolloutObjects({ current: version('1.0.0') }));
      return (await cluster.get(reference)) as never;
    };
    helm.onUpgrade = () => {};
    expect(await deploy()).toMatchObject([{ status: 'deployed' }]);
    expect(JSON.stringify(patched)).toContain(imageOf('1.0.0'));
  });

  it('leaves a new version as a canary that is judged, and finds it again', async () => {
    await installed();
    thenLooks({ stable: version('1.0.0'), current: version('1.1.0', { desired: 1, ready: 1 }) });
    const canary = {
      status: 'canary',
      image: imageOf('1.1.0'),
      pods: { ready: 3, desired: 3 },
      canary: { ready: 1, desired: 1 },
      actions: ['backlot canary status local api --watch'],
    };
    expect(await deploy({ images: { api: '1.1.0' } })).toMatchObject([{ ...canary, previousImage: imageOf('1.0.0') }]);
    expect(lines()).toContain('3/3 ready · canary 1/1');
    helm.calls.length = 0;
    expect(await deploy()).toMatchObject([canary]);
    expect(helm.calls).toEqual([]);
  });

  it('fails with the reason of the pod, says that the version before serves, and how to go back', async () => {
    await installed();
    const unready = {
      phase: 'Pending',
      containerStatuses: [{ name: 'api', state: { waiting: { reason: 'ImagePullBackOff', message: 'not found' } } }],
    };
    thenLooks({ stable: version('1.0.0'), current: version('1.1.0', { desired: 1, ready: 0, unready }) });
    const [failed] = await deploy({ images: { api: '1.1.0' } });
    expect(failed).toMatchObject({
      status: 'failed',
      pods: { ready: 3, desired: 3 },
      canary: { ready: 0, desired: 1 },
    });
    expect(failed?.error).toMatchObject({
      code: 'ImagePullBackOff',
      message: expect.stringMatching(
        /pod api-h110-0: ImagePullBackOff .*not found; the version before keeps serving, all of its 3/,
      ),
    });
    expect(failed?.actions).toEqual([
      'backlot canary abort local api',
      `backlot deploy local --image api=${imageOf('1.0.0')}`,
      expect.stringContaining('describe pod api-h110-0'),
    ]);
  });

  it('fails when nothing gets better for as long as a start may take, with the last warning', async () => {
    thenLooks({ current: version('1.0.0', { ready: 0 }) });
    cluster.put({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e1', namespace: 'streaming' },
      type: 'Warning',
      reason: 'Unhealthy',
      message: 'Readiness probe failed: HTTP 503',
      involvedObject: { name: 'api-h100-0' },
    });
    const [failed] = await deploy();
    expect(failed?.reason).toBe('pod api-h100-0: running, but not ready (Unhealthy: Readiness probe failed: HTTP 503)');
  });

  it('gives all traffic to a healthy version when nothing serves beside it', async () => {
    await installed();
    thenLooks({ stable: version('1.0.0', { ready: 0 }), current: version('1.1.0', { desired: 1, ready: 1 }) });
    cluster.patch = async (reference, patch) => {
      expect(patch).toEqual({ status: { promoteFull: true } });
      cluster.put(...rolloutObjects({ current: version('1.1.0') }));
      return (await cluster.get(reference)) as never;
    };
    const [done] = await deploy({ images: { api: '1.1.0' } });
    expect(done).toMatchObject({ status: 'deployed', reason: expect.stringContaining('without a canary') });
  });

  describe('after a version was aborted', () => {
    const REASON = 'metric "success-rate" failed';
    const NEXT = [
      'backlot canary history local api',
      'backlot logs local api',
      'backlot rollback local --service api',
      'backlot canary retry local api',
    ];
    const GOES_ON = `was aborted before: ${REASON}; it goes on with what serves, ${imageOf('1.0.0')}`;
    const another = (more: Partial<Environment['services'][string]> = {}): Environment => {
      const { api } = environment.services as { api: Environment['services'][string] };
      return { ...environment, services: { api: { ...api, env: { ...api.env, MORE: '1' }, ...more } } };
    };
    const given = (more: Partial<DeployServicesOptions> = {}) => ({
      ...{ cluster, helm, outputs, prometheus: 'http://127.0.0.1:9090', wait: false, times },
      ...more,
    });
    beforeEach(async () => {
      await installed();
      const aborted = { abort: true, message: REASON, phase: 'Degraded' };
      thenLooks({ stable: version('1.0.0'), current: version('1.1.0', { desired: 0, ready: 0 }), status: aborted });
      const [bad] = await deploy({ images: { api: '1.1.0' } });
      expect(bad).toMatchObject({ status: 'aborted', reason: REASON, error: { code: 'CanaryAborted', actions: NEXT } });
      expect(bad).toMatchObject({ servingImage: imageOf('1.0.0'), actions: NEXT });
      helm.calls.length = 0;
      events.length = 0;
    });

    it('leaves it alone in a deploy of everything, says so, and fails nothing', async () => {
      const [again] = await deploy();
      expect(again).toMatchObject({
        status: 'unchanged',
        image: imageOf('1.1.0'),
        servingImage: imageOf('1.0.0'),
        actions: NEXT,
      });
      expect(again?.error).toBeUndefined();
      expect(again?.reason).toContain(`was aborted before: ${REASON}; ${imageOf('1.0.0')} serves`);
      expect(events).toContainEqual(expect.objectContaining({ type: 'note', level: 'warning' }));
      expect(helm.calls).toEqual([]);
    });

    it.each([
      ['the service is named', { services: ['api'] }],
      ['its image is named', { images: { api: '1.1.0' } }],
    ])('begins its canary again when %s', async (_, wish) => {
      helm.onUpgrade = () => undefined;
      const patches: unknown[] = [];
      cluster.patch = async (reference, patch) => {
        patches.push(patch);
        const current = version('1.1.0', { desired: 1, ready: 1 });
        cluster.put(...rolloutObjects({ stable: version('1.0.0'), current }));
        return (await cluster.get(reference)) as never;
      };
      expect(await deploy(wish)).toMatchObject([{ status: 'canary', image: imageOf('1.1.0') }]);
      expect(patches).toEqual([{ status: { abort: false } }]);
    });

    it('goes on with what serves when something else about the service changes, and a plan shows it', async () => {
      const [change] = await previewServices(another(), given());
      expect(change).toMatchObject({ action: 'update', image: imageOf('1.0.0'), canary: true });
      expect(change?.reason).toContain(GOES_ON);
      thenLooks({ current: version('1.0.0') });
      const [done] = await deployServices(another(), given());
      expect(done).toMatchObject({ status: 'deployed', image: imageOf('1.0.0') });
      expect(done?.reason).toContain(GOES_ON);
      expect(helm.revisions.at(-1)?.values).toMatchObject({ image: { tag: '1.0.0' }, env: { MORE: '1' } });
      helm.calls.length = 0;
      expect(await deployServices(another(), given())).toMatchObject([
        { status: 'unchanged', image: imageOf('1.0.0') },
      ]);
      expect(helm.calls).toEqual([]);
    });

    it('goes on with what serves also where the service is to be no Rollout any more', async () => {
      const [change] = await previewServices(another({ canary: false }), given());
      expect(change).toMatchObject({ action: 'update', image: imageOf('1.0.0') });
    });

    it('stays held back while the file declares it, and is tried again for who names the service', async () => {
      const declared = another({ image: '1.1.0' });
      thenLooks({ current: version('1.0.0') });
      const [first] = await deployServices(declared, given());
      expect(first).toMatchObject({ status: 'deployed', image: imageOf('1.0.0') });
      const [second] = await deployServices(another({ image: '1.1.0', env: { MORE: '2' } }), given());
      expect(second).toMatchObject({ status: 'deployed', image: imageOf('1.0.0') });
      const [said] = await previewServices(another({ image: '1.1.0', env: { MORE: '2' } }), given());
      expect(said).toMatchObject({ action: 'unchanged', reason: expect.stringContaining('was aborted before') });
      const [named] = await previewServices(declared, given({ services: ['api'] }));
      // Who only looks at one service asks for nothing.
      const [looked] = await previewServices(declared, given({ services: ['api'], asksAgain: false }));
      expect(looked).toEqual((await previewServices(declared, given()))[0]);
      expect([looked?.image, named?.image]).toEqual([imageOf('1.0.0'), imageOf('1.1.0')]);
      expect(named).toMatchObject({ action: 'update', image: imageOf('1.1.0'), canary: true });
      const [next] = await previewServices(another({ image: '1.2.0' }), given());
      expect(next).toMatchObject({ action: 'update', image: imageOf('1.2.0'), canary: true });
      expect(next?.reason).toBeUndefined();
    });

    it('is not put back where somebody took it back by hand', async () => {
      const owner = { kind: 'Rollout', name: 'api', uid: 'uid-api' };
      cluster.put(...rolloutObjects({ current: version('1.0.0') }));
      cluster.put({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'AnalysisRun',
        metadata: {
          ...{ name: 'api-h110-2', namespace: 'streaming', ownerReferences: [owner] },
          labels: { 'rollouts-pod-template-hash': 'h110' },
        },
        spec: {},
        status: { phase: 'Failed' },
      } as never);
      helm.onUpgrade = () => undefined;
      cluster.patch = async () => {
        throw new Error('nothing is to be patched');
      };
      expect(await previewServices(environment, given())).toMatchObject([
        { action: 'update', image: imageOf('1.0.0') },
      ]);
      expect(await deploy()).toMatchObject([{ status: 'deployed', image: imageOf('1.0.0') }]);
    });

    it('is named also where a change can only be told after a stack is applied', async () => {
      const { media: _, ...some } = outputs;
      const [later] = await previewServices(environment, given({ outputs: { ...some, media: {} } }));
      expect(later).toMatchObject({ action: 'unknown' });
      expect(later?.reason).toMatch(/^told in full once stack 'media' is applied, which gives bucket_\w+ then; /);
      expect(later?.reason).toContain(
        `${imageOf('1.1.0')} was aborted before, and ${imageOf('1.0.0')} goes on serving`,
      );
    });

    it('is told in a plan, with what serves, and what a deploy of it would do', async () => {
      const options = { cluster, helm, outputs, prometheus: 'http://127.0.0.1:9090' };
      const [all] = await previewServices(environment, options);
      expect(all).toMatchObject({ action: 'unchanged', canary: false, previousImage: imageOf('1.0.0') });
      expect(all?.reason).toContain('was aborted before');
      const [named] = await previewServices(environment, { ...options, services: ['api'] });
      expect(named).toMatchObject({ action: 'update', canary: true });
      expect(named?.reason).toContain('its canary begins again');
    });
  });

  it('gives a service that somebody scaled to nothing its floor again, and says so', async () => {
    await installed();
    cluster.put(...rolloutObjects({ current: version('1.0.0'), replicas: 0 }));
    helm.onUpgrade = () => undefined;
    const patches: unknown[] = [];
    cluster.patch = async (reference, patch) => {
      patches.push(patch);
      cluster.put(...rolloutObjects({ current: version('1.0.0') }));
      return (await cluster.get(reference)) as never;
    };
    expect(await deploy()).toMatchObject([{ status: 'deployed', pods: { ready: 3, desired: 3 } }]);
    expect(patches).toEqual([{ spec: { replicas: 3 } }]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'note', message: expect.stringContaining('ScalingDisabled') }),
    );
  });

  it('goes on with the siblings of a service that fails', async () => {
    const { api } = environment.services as { api: Environment['services'][string] };
    const two: Environment = { ...environment, services: { api, web: { ...api, image: undefined } } };
    thenLooks({ current: version('1.0.0') });
    const done = await deployServices(two, { cluster, helm, outputs, prometheus: '', wait: false, times });
    expect(done.map(({ service, status }) => [service, status])).toEqual([
      ['api', 'deployed'],
      ['web', 'skipped'],
    ]);
    expect(done[1]?.reason).toContain('declares no image');
  });

  it('starts nothing after it was told to stop, and says how to go on', async () => {
    const stopped = AbortSignal.abort();
    expect(await deploy({ signal: stopped })).toMatchObject([
      { status: 'skipped', reason: 'stopped before it was started', actions: ['backlot deploy local --service api'] },
    ]);
    expect(helm.calls).toEqual([]);
  });

  it('stops waiting when it is told to, and says that the cluster goes on', async () => {
    thenLooks({ current: version('1.0.0', { ready: 1 }) });
    const stop = new AbortController();
    const running = deploy({ signal: stop.signal, times: { ...times, slackMs: 60_000 } });
    await until(() => lines().some((line) => line.startsWith('1/3 ready')));
    stop.abort();
    expect(await running).toMatchObject([
      {
        status: 'skipped',
        error: { code: 'Interrupted' },
        reason: expect.stringMatching(/goes on in the cluster: 1\/3 ready/),
      },
    ]);
  });

  it('refuses a service that another process deploys, naming it', async () => {
    const inside = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    helm.onUpgrade = async () => {
      inside.resolve();
      await release.promise;
      cluster.put(...rolloutObjects({ current: version('1.0.0') }));
    };
    const first = deploy();
    await inside.promise;
    const [second] = await deploy({ images: { api: '1.1.0' } });
    expect(second?.error).toMatchObject({
      code: 'DeployInProgress',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    release.resolve();
    expect(await first).toMatchObject([{ status: 'deployed' }]);
  });

  it('refuses a service that is not declared', async () => {
    await expect(deploy({ images: { nope: '1.0.0' } })).rejects.toMatchObject({
      code: 'UnknownService',
      message: "there is no service 'nope' on Kubernetes; there are: api",
      exitCode: 3,
    });
  });

  it('refuses a namespace that is not there, or is somebody else’s', async () => {
    cluster.put({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'streaming', annotations: { 'backlot.dev/owner': 'backlot/prod' } },
    });
    await expect(deploy()).rejects.toMatchObject({ code: 'NamespaceTaken' });
    await cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: 'streaming' });
    await expect(deploy()).rejects.toMatchObject({ code: 'NamespaceMissing' });
  });

  it('tells an error of Helm as the result of that service', async () => {
    helm.onUpgrade = () => {
      throw new BacklotError({ code: 'ValuesInvalid', message: 'replicas.min: got string, want integer', exitCode: 3 });
    };
    expect(await deploy()).toMatchObject([{ status: 'failed', error: { code: 'ValuesInvalid' } }]);
  });
});

describe('services that are declared no more', () => {
  const drop = (): Environment => ({ ...environment, services: {} });
  const options = () => ({ cluster, helm, outputs, prometheus: '', wait: false, times });

  it('are told and left alone', async () => {
    await installed();
    expect(await deployServices(drop(), options())).toMatchObject([{ service: 'api', status: 'undeclared' }]);
    expect(helm.revisions).toHaveLength(1);
  });

  it('are uninstalled when that is asked for', async () => {
    await installed();
    expect(await deployServices(drop(), { ...options(), prune: true })).toMatchObject([
      { service: 'api', status: 'removed', previousImage: imageOf('1.0.0') },
    ]);
    expect(helm.revisions).toEqual([]);
  });

  it('go with the environment', async () => {
    await installed();
    expect(await uninstallServices(environment, { cluster, helm, times })).toMatchObject([{ status: 'removed' }]);
    expect(helm.calls).toEqual(['settle api', 'uninstall api']);
  });
});

describe('the preview of services', () => {
  const preview = (more: Partial<DeployServicesOptions> = {}) =>
    previewServices(environment, { cluster, helm, outputs, prometheus: 'http://127.0.0.1:9090', ...more });

  it('shows what is new, what changes value by value, and what does not', async () => {
    expect(await preview()).toMatchObject([
      { service: 'api', action: 'create', image: imageOf('1.0.0'), canary: false },
    ]);
    await installed();
    expect(await preview()).toMatchObject([{ action: 'unchanged', values: [] }]);
    expect(await preview({ images: { api: '1.1.0' } })).toMatchObject([
      {
        action: 'update',
        image: imageOf('1.1.0'),
        previousImage: imageOf('1.0.0'),
        canary: true,
        values: [
          { path: 'image.tag', before: '1.0.0', after: '1.1.0' },
          { path: 'release.declaredImage', before: '', after: '1.0.0' },
        ],
      },
    ]);
    expect(helm.calls).toEqual([]);
  });

  it('says that a change of the pods alone is judged by a canary too, and one beside them is not', async () => {
    await installed();
    const { api } = environment.services as { api: Environment['services'][string] };
    const changed = (more: Partial<typeof api>) => ({ ...environment, services: { api: { ...api, ...more } } });
    const all = { cluster, helm, outputs, prometheus: 'http://127.0.0.1:9090' };
    expect(await previewServices(changed({ env: { A: '1' } }), all)).toMatchObject([
      { action: 'update', canary: true },
    ]);
    const replicas = { ...api.replicas, min: 2 };
    expect(await previewServices(changed({ replicas }), all)).toMatchObject([{ action: 'update', canary: false }]);
  });

  it('says what can only be told after the stacks are applied', async () => {
    expect(await preview({ outputs: {} })).toMatchObject([
      { service: 'api', action: 'unknown', reason: expect.stringContaining('registry') },
    ]);
  });
});
