import { describe, expect, it } from '@jest/globals';
import type { Environment, Origin } from '../../../../environments/model/index.js';
import { change } from '../../../commands/test/support/results.js';
import { causesOf, fileEdits } from '../find-causes.js';

const document = (data: object, cidr = '10.0.0.0/16') =>
  ({ id: 'local', network: { cidr }, data }) as unknown as Environment;
const origin = (line: number): Origin => ({ file: 'environments/local.yaml', line, column: 1, kind: 'file' });
const origins = new Map([
  ['network.cidr', origin(2)],
  ['data.postgres.main.database', origin(7)],
]);

describe('why something would be lost', () => {
  it('is the edit of the thing itself, with its line', () => {
    const edits = fileEdits(
      document({ postgres: { main: { database: 'movies' } } }),
      document({ postgres: { main: { database: 'films' } } }, '10.9.0.0/16'),
      origins,
    );
    expect(causesOf('postgres.main', change('aws_db_instance.postgres-main', 'replace'), edits)).toEqual([
      { path: 'data.postgres.main.database', words: 'movies → films', file: 'environments/local.yaml', line: 7 },
    ]);
  });

  it('is what was taken out, with the line of what is left around it', () => {
    const edits = fileEdits(
      document({ postgres: { main: { database: 'movies' }, plays: { database: 'plays' } } }),
      document({ postgres: { main: { database: 'movies' } } }),
      origins,
    );
    expect(causesOf('postgres.plays', change('aws_db_instance.postgres-plays', 'delete'), edits)).toEqual([
      {
        path: 'data.postgres.plays.database',
        words: 'no longer declared (was plays)',
        file: 'environments/local.yaml',
        line: 7,
      },
    ]);
  });

  it('is what forces it and what else was edited, where it was not edited itself', () => {
    const edits = fileEdits(document({}), document({}, '10.9.0.0/16'), origins);
    const forced = {
      ...change('aws_db_instance.postgres-main', 'replace'),
      attributes: [
        { path: 'kms_key_id', before: 'a', after: 'b', unknown: false, sensitive: false, forcesReplacement: true },
        { path: 'address', before: 'x', unknown: true, sensitive: false, forcesReplacement: false },
      ],
    };
    expect(causesOf('postgres.main', forced, edits).map(({ words }) => words)).toEqual([
      'kms_key_id: a → b',
      '10.0.0.0/16 → 10.9.0.0/16',
    ]);
  });
});
