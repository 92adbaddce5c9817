import type { BootstrapPreview, BootstrapResult } from '../../../lifecycle/bootstrap/index.js';

const whose = { environment: 'local', account: '000000000000', region: 'eu-central-1' };

/** What a bootstrap gave, with every optional field set once. */
export function bootstrapResult(more: Partial<BootstrapResult> = {}): BootstrapResult {
  return {
    ...whose,
    outcome: 'complete',
    changed: true,
    things: [
      { kind: 's3 bucket', name: 'backlot-local-state-000000000000', status: 'created' },
      { kind: 'kms key', name: 'States of backlot-local', status: 'adopted' },
      { kind: 'iam openid connect provider', name: 'github', status: 'shared', note: "made by 'backlot-dev'" },
    ],
    deployRole: {
      name: 'backlot-local-deploy',
      arn: 'arn:aws:iam::000000000000:role/backlot-local-deploy',
      policies: {
        'backlot-local-deploy-data': {
          Version: '2012-10-17',
          Statement: [{ Sid: 'FindState', Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::x' }],
        },
      },
    },
    durationMs: 4_000,
    ...more,
  };
}

/** What a bootstrap asks about. */
export function bootstrapPreviewOf(deletes: readonly string[] = []): BootstrapPreview {
  return {
    ...whose,
    things: [{ kind: 's3 bucket', name: 'backlot-local-state-000000000000', status: 'create' }],
    deletes,
  };
}
