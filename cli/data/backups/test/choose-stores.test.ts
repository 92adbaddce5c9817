import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { chooseStores } from '../choose-stores.js';

const environment = {
  id: 'local',
  data: { postgres: { films: { renamedFrom: 'main' } } },
  media: { buckets: { uploads: {}, archive: {} } },
} as unknown as Environment;
const stores = [
  { name: 'main', identifier: 'reel-local-main', address: 'data/aws_db_instance.postgres-main' },
  {
    name: 'uploads-000000000000',
    identifier: 'reel-local-uploads-000000000000',
    address: 'media/aws_s3_bucket.bucket-uploads',
  },
  { name: 'cluster', identifier: 'reel-local' },
];
const chosen = (...words: string[]) => chooseStores(stores, words, environment).map(({ name }) => name);

describe('a store that is named', () => {
  it('goes by its name, what AWS calls it, and its path in the file, the first one and that of today', () => {
    expect(chosen('main', 'reel-local-main', 'postgres.main', 'postgres.films')).toEqual(Array(4).fill('main'));
    expect(chosen('buckets.uploads', 'uploads', 'cluster')).toEqual([
      'uploads-000000000000',
      'uploads-000000000000',
      'cluster',
    ]);
  });

  it('is refused with the nearest name of any kind', () => {
    expect(() => chosen('postgres.mian')).toThrow(
      expect.objectContaining({
        code: 'UnknownStore',
        message: expect.stringContaining("did you mean 'postgres.main'?"),
      }),
    );
    expect(() => chosen('uplods')).toThrow(expect.objectContaining({ message: expect.stringContaining("'uploads'?") }));
  });
});
