import { describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { change } from '../../../commands/test/support/results.js';
import type { Session } from '../../../session/open/session.js';
import { environment } from '../../../test/fixtures/fixture-environment.js';
import { MemoryCloud } from '../../../test/fixtures/memory-cloud.js';
import { describeLoss } from '../describe-loss.js';
import { judgePlans, provenUpTo } from '../find-losses.js';
import type { Loss } from '../loss.js';
import { STORES } from '../stores/index.js';

const loss = (parts: Partial<Loss>): Loss => ({
  ...{ name: 'postgres.main', stack: 'data', address: 'aws_db_instance.postgres-main', type: 'aws_db_instance' },
  ...{ physical: 'films-local-main', action: 'delete', holds: '1 table', lost: 'its databases', ...parts },
});
const key = loss({
  ...{ name: 'keys.data', address: 'aws_kms_key.data-key', type: 'aws_kms_key', holds: 'the only way to read it' },
  undone: STORES.aws_kms_key.undone?.({ key_id: '4cb75f7a', deletion_window_in_days: 7 }, 'local'),
});
const bucket = loss({ name: 'buckets.films', address: 'aws_s3_bucket.bucket-films', type: 'aws_s3_bucket' });
const proof = { set: '20261121t101717-3f9a', upTo: '2026-11-21T10:17:17.000Z', covers: false, looked: ['cache'] };
const text = (each: Loss) => describeLoss(each).join('\n');

describe('a loss in words', () => {
  it('says that proofs could not be read, which is not that there is none', async () => {
    expect(text(loss({ proofsUnread: 'the ledger cannot be relied on' }))).toContain(
      "the proofs of backups can't be read: the ledger cannot be relied on",
    );
    const denied = new BacklotError({ code: 'LedgerKeyDenied', message: 'not yours to read' });
    const objects = { keys: () => Promise.reject(denied) };
    const cloud = { objects } as unknown as Session['cloud'];
    expect(await provenUpTo({ cloud, environment })).toEqual({ unread: 'not yours to read' });
  });

  it('says of a key that its deletion waits, and nothing of backups', () => {
    expect(text({ ...key, proof })).toContain(
      'its deletion waits for 7 days; until then this takes it back: backlot recover local keys.4cb75f7a',
    );
    expect(text({ ...key, proof })).not.toMatch(/nothing brings it back|backup|to lose nothing/);
  });

  it('says why no proof is one for it', () => {
    expect(text(loss({ proof }))).toContain(
      'the newest proven backup, 20261121t101717-3f9a, was not proven for it: the proof looked at cache',
    );
    expect(text(loss({ proof: { ...proof, covers: true } }))).toContain('what came after 2026-11-21T10:17:17.000Z');
    expect(text({ ...bucket, proof: { ...proof, covers: true } })).toContain(
      'no backup set brings it back: a set lists the versions of its objects, and they go with it',
    );
    expect(text({ ...bucket, proof })).not.toContain('move over');
  });

  it('advises renamedFrom only where the same plan makes one of the kind', async () => {
    expect(text(loss({}))).not.toContain('renamedFrom');
    const cloud = await new MemoryCloud().open();
    const session = { cloud, environment, stacks: [] } as unknown as Session;
    const gone = { ...change('aws_s3_bucket.bucket-films', 'delete'), type: 'aws_s3_bucket' };
    const made = { ...change('aws_s3_bucket.bucket-movies', 'create'), type: 'aws_s3_bucket' };
    const judged = async (...changes: (typeof gone)[]) => {
      const { losses } = await judgePlans(session, [{ plan: { id: 'media', changes } }]);
      return losses.map(text).join('\n');
    };
    expect(await judged(gone)).not.toContain('renamedFrom');
    expect(await judged(gone, made)).toContain('if buckets.movies is the same, say so there: renamedFrom: films');
  });
});
