import { describe, expect, it } from '@jest/globals';
import type { Adapters, StoreAdapter, StoreKind, Tagged } from '../../../adapters/backups/index.js';
import type { Session } from '../../../session/open/session.js';
import { findRestored } from '../stacks/find-restored.js';

const SET = '20261121t101717-3f9a';
const session = {
  environment: { id: 'prod' },
  cloud: { accountId: '111122223333', region: 'eu-central-1' },
} as unknown as Session;

function adapters(...tagged: readonly Tagged[]): () => Promise<Adapters> {
  const kinds: StoreKind[] = ['rds', 's3', 'dynamodb', 'elasticache'];
  const of = (kind: StoreKind) => ({ tagged: async () => tagged.filter((each) => each.kind === kind) });
  return async () => new Map(kinds.map((kind) => [kind, of(kind) as unknown as StoreAdapter]));
}

const left = (kind: StoreKind, id: string, purpose: string, what: Tagged['what'] = 'store'): Tagged => ({
  ...{ kind, what, id, set: SET, purpose },
});

const STATES = '{"type": "aws_db_instance", "identifier": "movies-prod-main"} {"type":"aws_s3_bucket"}';

describe('what restores of ours left', () => {
  it('is named with its set and the command that removes it', async () => {
    const open = adapters(
      left('rds', `movies-prod-main-restored-${SET}`, 'restore'),
      left('rds', `movies-prod-main-before-${SET}`, 'replaced'),
      left('s3', `movies-prod-uploads-verify-${SET}`, 'verify'),
    );
    const named = (name: string) => `backlot backups prune prod --restored ${name}`;
    expect(await findRestored(session, STATES, open)).toEqual([
      {
        ...{ arn: `arn:aws:rds:eu-central-1:111122223333:db:movies-prod-main-restored-${SET}`, type: 'rds:db' },
        name: `movies-prod-main-restored-${SET}`,
        restored: { set: SET, purpose: 'restore', remove: named(`movies-prod-main-restored-${SET}`) },
      },
      {
        ...{ arn: `arn:aws:rds:eu-central-1:111122223333:db:movies-prod-main-before-${SET}`, type: 'rds:db' },
        name: `movies-prod-main-before-${SET}`,
        restored: { set: SET, purpose: 'replaced', remove: named(`movies-prod-main-before-${SET}`) },
      },
      {
        ...{ arn: `arn:aws:s3:::movies-prod-uploads-verify-${SET}`, type: 's3' },
        name: `movies-prod-uploads-verify-${SET}`,
        restored: { set: SET, purpose: 'verify', remove: 'backlot backups verify prod' },
      },
    ]);
  });

  it('is nothing that a state knows, no snapshot, and no kind that the environment does not have', async () => {
    const open = adapters(
      left('rds', 'movies-prod-main', 'restore'),
      left('rds', 'backlot-movies-prod-main', 'backup', 'snapshot'),
      left('dynamodb', `movies-prod-films-restored-${SET}`, 'restore'),
    );
    expect(await findRestored(session, STATES, open)).toEqual([]);
    expect(await findRestored(session, '{}', () => Promise.reject(new Error('asked all the same')))).toEqual([]);
  });
});
