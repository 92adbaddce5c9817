import type { DriftedResource, DriftOwner, DriftResult } from '../../../insight/drift/index.js';

const tag = { path: 'tags.owner', before: 'a', after: 'b', sensitive: false, unknown: false } as const;

/** A bucket whose tag somebody changed. */
export const outsideChange: DriftedResource = {
  address: 'aws_s3_bucket.uploads',
  type: 'aws_s3_bucket',
  owner: 'media',
  change: 'changed',
  kind: 'outside',
  attributes: [
    { ...tag, kind: 'outside' },
    { ...tag, path: 'policy', kind: 'noise', reason: 'the same policy, written in another form or order' },
    { ...tag, path: 'size', kind: 'code', before: 1, after: 2 },
  ],
  physicalId: 'movies-uploads',
  authors: [{ who: 'ann', at: '2026-11-21T04:00:00.000Z', action: 'PutBucketTagging', source: '192.0.2.7' }],
};

const nobody: DriftedResource = {
  address: 'aws_vpc.vpc',
  type: 'aws_vpc',
  owner: 'media',
  change: 'missing',
  kind: 'outside',
  attributes: [],
  trail: 'no trail: there is none here',
};

const media: DriftOwner = {
  id: 'media',
  status: 'drifted',
  resources: [outsideChange, nobody],
  code: 1,
  outside: 2,
  noise: 1,
  appliedAt: '2026-11-21T03:00:00.000Z',
  durationMs: 900,
};

/** Drift with every optional field set once. */
export const driftResult: DriftResult = {
  environment: 'local',
  account: '000000000000',
  region: 'eu-central-1',
  at: '2026-11-21T05:00:00.000Z',
  owners: [
    media,
    {
      id: 'cluster objects',
      status: 'unknown',
      resources: [],
      code: 0,
      outside: 0,
      noise: 0,
      reason: 'the cluster is down',
      durationMs: 2,
    },
  ],
  strays: [{ arn: 'arn:aws:s3:::x', type: 'aws_s3_bucket', name: 'x' }],
  additions: [
    {
      owner: 'foundation',
      on: 'aws_iam_role.deploy',
      onName: 'movies-deploy',
      what: 'inline policy',
      name: 'convenient',
      severity: 'critical',
      says: 'may do everything',
      remove: 'aws iam delete-role-policy --role-name movies-deploy --policy-name convenient',
    },
    {
      owner: 'cluster',
      on: 'Namespace/streaming',
      what: 'Secret',
      name: 'Secret/streaming/hand',
      severity: 'notice',
      remove: 'kubectl delete secret hand --namespace streaming',
    },
  ],
  notChecked: [
    {
      what: 'grants',
      count: 3,
      on: 'aws_kms_key.data',
      reason: 'kms:ListGrants: AccessDenied: no',
      needs: ['kms:ListGrants'],
    },
  ],
  totals: { code: 1, outside: 2, noise: 1, unknown: 1, strays: 1, additions: 2, notChecked: 1 },
  hasDrift: true,
  cached: false,
  durationMs: 1_000,
};
