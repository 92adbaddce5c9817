import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Environment } from '../../../../../environments/model/index.js';
import { ensureCluster, resetCluster } from '../../../../../sandbox/cluster/index.js';
import { fullEnvironment } from '../../../../../stacks/test/fixtures/full-environment.js';
import { assertOwnCluster, connect, type Kubernetes } from '../../../../adapters/kubernetes/index.js';
import { silent } from '../../../../kernel/progress.js';
import { type ApplyBaselineOptions, applyBaseline } from '../index.js';

// A control plane starts, and two processors are shared with other tests.
jest.setTimeout(180_000);

const base = fullEnvironment({ target: 'sandbox' });
const inNamespace = (namespace: string): Environment => ({
  ...base,
  cluster: { ...(base.cluster as NonNullable<Environment['cluster']>), namespace },
});
const OURS = 'backlot.dev/owner';

let folder: string;
let cluster: Kubernetes;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-baseline-'));
  process.env.BACKLOT_STATE_DIR = folder;
  const { kubeconfig, context, server } = await ensureCluster();
  cluster = await connect({ kubeconfig, context, server, source: 'sandbox' });
}, 1_200_000);
afterAll(async () => {
  await resetCluster();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const apply = (environment: Environment = base, options: Partial<ApplyBaselineOptions> = {}) =>
  applyBaseline(environment, { cluster, progress: silent, ...options });
const namespace = (name: string) => cluster.get({ apiVersion: 'v1', kind: 'Namespace', name });
const changes = ({ changes: all }: Awaited<ReturnType<typeof apply>>) =>
  all.map(({ action, kind, name }) => `${action} ${kind} ${name}`);

describe('the baseline on a real API server', () => {
  it('looks without touching, then makes, then finds nothing to do', async () => {
    const preview = await apply(base, { dryRun: true });
    expect(preview).toMatchObject({ dryRun: true, deferred: 0 });
    expect(preview.created).toBeGreaterThan(25);
    expect(await namespace('streaming')).toBeUndefined();
    const made = await apply();
    expect([made.created, made.changed]).toEqual([preview.created, preview.changed]);
    expect(await apply()).toMatchObject({ created: 0, changed: 0, pruned: 0, changes: [] });
    await assertOwnCluster(cluster, base);
    await expect(assertOwnCluster(cluster, { ...base, id: 'other' })).rejects.toMatchObject({ code: 'ForeignCluster' });
  });

  it('refuses pods that are privileged or of a reserved class, by what it made', async () => {
    const pod = (name: string, more: object) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'streaming' },
      spec: {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'a',
            image: 'a:1',
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          },
        ],
        ...more,
      },
    });
    await expect(cluster.create(pod('host', { hostNetwork: true }))).rejects.toMatchObject({ code: 'AdmissionDenied' });
    const critical = cluster.create(pod('critical', { priorityClassName: 'backlot-critical' }));
    await expect(critical).rejects.toMatchObject({
      code: 'QuotaExceeded',
      details: { quota: 'reserved-priorities' },
    });
  });

  it('puts back what was deleted by hand, and says who changed a field', async () => {
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', name: 'services', namespace: 'streaming' };
    await cluster.delete({ apiVersion: 'v1', kind: 'LimitRange', name: 'defaults', namespace: 'streaming' });
    expect(changes(await apply())).toEqual(['created LimitRange defaults']);
    await cluster.patch(quota, { spec: { hard: { pods: '9999' } } }, { fieldManager: 'somebody' });
    await expect(apply()).rejects.toMatchObject({
      code: 'FieldConflict',
      message: expect.stringMatching(/\.spec\.hard\.pods was set by somebody, the baseline wants "\d+"/),
    });
    expect(changes(await apply(base, { takeOver: true }))).toEqual(['changed ResourceQuota services']);
    expect(await apply()).toMatchObject({ changed: 0 });
  });

  it('removes what it made and no longer wants, but nothing that somebody runs in or took over', async () => {
    await apply(inNamespace('premiere'));
    await cluster.create({ apiVersion: 'apps/v1', ...DEPLOYMENT, metadata: { name: 'api', namespace: 'premiere' } });
    const moved = await apply(inNamespace('matinee'));
    expect(moved.changes.find(({ action, kind }) => action === 'kept' && kind === 'Namespace')).toMatchObject({
      name: 'premiere',
      reason: expect.stringContaining('it still holds Deployment api'),
    });
    const policy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      name: 'default-deny',
      namespace: 'premiere',
    };
    expect(await cluster.get(policy)).toBeDefined();
    await cluster.delete({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'api', namespace: 'premiere' });
    await cluster.patch(policy, { metadata: { annotations: { [OURS]: 'security/team' } } });
    const emptied = changes(await apply(inNamespace('matinee')));
    expect(emptied).toContain('pruned Namespace premiere');
    expect(emptied).toContain('kept NetworkPolicy default-deny');
  });

  it('takes no namespace that somebody else made, until it is handed over', async () => {
    await cluster.apply(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'taken', labels: { team: 'media' } } },
      { fieldManager: 'terraform' },
    );
    await expect(apply(inNamespace('taken'))).rejects.toMatchObject({
      code: 'NamespaceTaken',
      message: expect.stringContaining('whoever made it with terraform'),
      actions: expect.arrayContaining([expect.stringContaining(`annotate namespace taken ${OURS}=backlot/${base.id}`)]),
    });
    const reference = { apiVersion: 'v1', kind: 'Namespace', name: 'taken' };
    await cluster.patch(reference, { metadata: { annotations: { [OURS]: 'backlot/other' } } });
    await expect(apply(inNamespace('taken'))).rejects.toMatchObject({
      message: expect.stringContaining("'backlot/other'"),
    });
    await cluster.patch(reference, { metadata: { annotations: { [OURS]: `backlot/${base.id}` } } });
    expect(changes(await apply(inNamespace('taken')))).toContain('changed Namespace taken');
  });

  it('ends between two kinds when it is asked to, and goes on the next time', async () => {
    const stopped = apply(inNamespace('late'), { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 });
    expect((await apply(inNamespace('late'))).created).toBeGreaterThan(0);
  });
});

const DEPLOYMENT = {
  kind: 'Deployment',
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: 'api' } },
    template: { metadata: { labels: { app: 'api' } }, spec: { containers: [{ name: 'api', image: 'api:1' }] } },
  },
};
