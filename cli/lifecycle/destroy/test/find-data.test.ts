import { describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { DataStore } from '../data-store.js';
import { assertDataMayGo } from '../find-data.js';

const uploads: DataStore = {
  stack: 'media',
  address: 'aws_s3_bucket.uploads',
  type: 'aws_s3_bucket',
  name: 'movies-prod-uploads',
  holds: 'objects',
  lost: 'its objects and their earlier versions',
};
const main: DataStore = {
  stack: 'data',
  address: 'aws_db_instance.main',
  type: 'aws_db_instance',
  name: 'movies-prod-main',
  holds: 'databases',
  lost: 'its databases and their automated backups',
  finalSnapshot: 'movies-prod-main-final',
};
const guarded: DataStore = { ...main, guard: "deletion protection is on: set 'deletionProtection: false'" };

function refusal(stores: readonly DataStore[], withData: boolean): BacklotError {
  try {
    assertDataMayGo('prod', stores, withData);
  } catch (error) {
    if (error instanceof BacklotError) return error;
    throw error;
  }
  throw new Error('not refused');
}

describe('data on destroy', () => {
  it('lets everything go where no store holds any', () => {
    expect(() => assertDataMayGo('prod', [], false)).not.toThrow();
  });

  it('is refused unless it is spoken of, with each store, what is lost and how to save it', () => {
    const error = refusal([uploads, main], false);
    expect([error.code, error.exitCode]).toEqual(['DataProtected', 1]);
    expect(error.message).toContain('2 stores hold data, which would be lost; nothing was changed');
    expect(error.message).toContain(
      'movies-prod-uploads (s3 bucket) has objects: deleting it loses its objects and their earlier versions',
    );
    expect(error.message).toContain('a last snapshot stays: movies-prod-main-final');
    expect(error.actions).toEqual([
      'backlot backups create prod',
      'backlot destroy prod --with-data',
      'backlot destroy prod --with-data --yes --confirm=prod --confirm-data=prod',
    ]);
    expect(error.toJSON()).toMatchObject({ stores: [{ name: 'movies-prod-uploads' }, { name: 'movies-prod-main' }] });
  });

  it('goes when it is spoken of', () => {
    expect(() => assertDataMayGo('prod', [uploads, main], true)).not.toThrow();
  });

  it('is refused also then where AWS would stop the removal half way, naming what stands in the way', () => {
    const error = refusal([uploads, guarded], true);
    expect(error.code).toBe('DeletionGuarded');
    expect(error.message).toContain('movies-prod-main');
    expect(error.message).toContain("set 'deletionProtection: false'");
    expect(error.message).not.toContain('movies-prod-uploads');
  });
});
