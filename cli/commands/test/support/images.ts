import type { Operations } from '../../../base-command/operations.js';
import type { BuildResult, PromotionResult, PushResult, ScanResult } from '../../../delivery/images/index.js';
import type { PatchPlan } from '../../../running/patch/index.js';

const digest = `sha256:${'a'.repeat(64)}`;
const repository = '000000000000.dkr.ecr.eu-central-1.amazonaws.com/movies-local/api';

/** What was built. */
export const built: BuildResult = {
  environment: 'local',
  service: 'api',
  tool: 'podman',
  reference: `${repository}:1.4.0`,
  tag: '1.4.0',
  platform: 'linux/arm64',
  labels: { 'org.opencontainers.image.revision': '0123456789abcdef-dirty' },
  durationMs: 4_000,
  push: 'backlot images push local api --tag 1.4.0',
};

/** What was pushed. */
export const pushed: PushResult = {
  environment: 'local',
  service: 'api',
  outcome: 'pushed',
  reference: `${repository}:1.4.0`,
  tag: '1.4.0',
  digest,
  durationMs: 2_000,
  deploy: `backlot deploy local --image api=@${digest}`,
};

/** A scan with one bad finding. */
export const scan: ScanResult = {
  environment: 'local',
  service: 'api',
  tag: '1.4.0',
  digest,
  state: 'complete',
  reason: 'as asked',
  completedAt: '2026-11-21T04:00:00.000Z',
  counts: { CRITICAL: 1 },
  failing: 1,
  findings: [
    {
      id: 'CVE-2026-1',
      severity: 'CRITICAL',
      package: 'openssl',
      installed: '3.0.1',
      fixedIn: '3.0.2',
      link: 'https://example.com/CVE-2026-1',
    },
  ],
};

/** What was copied. */
export const promoted: PromotionResult = {
  from: 'local',
  to: 'prod',
  service: 'api',
  digest,
  tag: '1.4.0',
  source: repository,
  destination: repository.replace('local', 'prod'),
  health: { state: 'healthy', reason: "release 3 of 'local': promoted: p95 0.2 s", release: 3 },
  scan: { state: 'passed', reason: 'as asked', counts: { LOW: 2 } },
  present: false,
  outcome: 'copied',
  platforms: ['linux/arm64', 'linux/amd64'],
  blobs: { copied: 3, present: 1 },
  bytes: 1_000,
  durationMs: 900,
  deploy: `backlot deploy prod --image api=@${digest}`,
};

/** A plan with something of every state. */
export const patches: PatchPlan = {
  environment: 'local',
  on: '2026-11-21',
  tablesFrom: '2026-11',
  items: [
    {
      kind: 'cluster',
      name: 'cluster',
      current: 'kubernetes 1.33',
      newest: '1.36',
      next: '2.0',
      deadline: '2026-07-29',
      state: 'past',
      note: 'end of standard support',
      change: {
        path: 'cluster.version',
        file: 'environments/local.yaml',
        line: 12,
        kind: 'default',
        to: '1.34',
      },
      applies: 'backlot cluster upgrade local',
      restarts: 'every node is replaced',
    },
    { kind: 'chart', name: 'keda', current: '2.18.0', state: 'current' },
  ],
  unknown: [{ what: 'nodes', reason: 'no answer' }],
  totals: { past: 1, soon: 0, behind: 0, unknown: 0, current: 1 },
};

/** Operations on images, with every optional field set once. */
export const imageOperations: Pick<
  Operations,
  'buildImage' | 'pushImage' | 'listImages' | 'scanImage' | 'promoteImage' | 'planPatches'
> = {
  buildImage: async () => built,
  pushImage: async (_environment, _service, { approve }) =>
    approve && !(await approve({ reference: pushed.reference, there: digest }))
      ? { ...pushed, outcome: 'declined' }
      : pushed,
  listImages: async () => ({
    environment: 'local',
    images: [
      {
        service: 'api',
        digest,
        tags: ['1.4.0'],
        pushedAt: '2026-11-20T10:00:00.000Z',
        sizeBytes: 12_345_678,
        scan: { status: 'COMPLETE', findings: { HIGH: 2 } },
        runs: ['stable', 'release 3'],
      },
    ],
    untagged: 2,
    elsewhere: [{ service: 'processor', image: 'docker.io/library/busybox:1.36', where: 'pods' }],
    unknown: ['the cluster: it is down'],
  }),
  scanImage: async () => scan,
  promoteImage: async (_from, _to, _named, options) =>
    options?.approve && !(await options.approve(promoted)) ? { ...promoted, outcome: 'declined' } : promoted,
  planPatches: async () => patches,
};
