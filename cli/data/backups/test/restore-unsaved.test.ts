import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { VERSIONING } from '../../../adapters/backups/store.js';
import { storesIn } from '../discover-stores.js';
import { createBackup, restoreBackup } from '../index.js';
import { Bench, environment } from './fixtures/bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.start();
});
afterEach(() => bench.stop());

describe('a restore in place of what has no safety backup', () => {
  it('replaces nothing, also when that was skipped', async () => {
    const { id } = await createBackup(environment, bench.options);
    bench.films.exists = async () => true;
    bench.films.starting = () => {
      throw new BacklotError({ code: 'NotBackedUp', message: 'it keeps no versions' });
    };
    const restore = restoreBackup(environment, { ...bench.options, set: id, inPlace: true });
    await expect(restore).rejects.toMatchObject({
      code: 'NoSafetyBackup',
      message: 'nothing was replaced: there is no safety backup of films: it keeps no versions',
    });
    expect([bench.films.removed, bench.films.restored.size]).toEqual([[], 0]);
  });
});

describe('a bucket among the stores', () => {
  it('knows whether its versioning was applied', () => {
    const bucket = { address: 'media/aws_s3_bucket.x', type: 'aws_s3_bucket', attributes: { bucket: 'films' } };
    const versioning = {
      address: 'media/aws_s3_bucket_versioning.x',
      type: 'aws_s3_bucket_versioning',
      attributes: { bucket: 'films', versioning_configuration: [{ status: 'Enabled' }] },
    };
    expect(storesIn([bucket, versioning], 'p-', 'state')[0]?.attributes).toMatchObject({ [VERSIONING]: 'Enabled' });
    expect(storesIn([bucket], 'p-', 'state')[0]?.attributes).toEqual({ bucket: 'films' });
  });
});
