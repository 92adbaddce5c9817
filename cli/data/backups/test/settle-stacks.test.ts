import { describe, expect, it } from '@jest/globals';
import { change } from '../../../commands/test/support/results.js';
import { refusalOf } from '../settle-stacks.js';

const then = {
  changes: [change('aws_db_instance.postgres-main', 'replace'), change('aws_iam_policy.reader', 'update')],
};

describe('a stack whose last configuration would replace what was put in place', () => {
  it('follows as it is declared, when that changes in place only what has to follow', () => {
    expect(refusalOf(then, { changes: [change('aws_iam_policy.reader', 'update')] })).toBeUndefined();
    expect(refusalOf(then, { changes: [] })).toBeUndefined();
  });

  it('waits for a deploy when more was declared since, and says that nothing is replaced', () => {
    const now = { changes: [change('aws_iam_policy.reader', 'update'), change('aws_s3_bucket.films', 'update')] };
    expect(refusalOf(then, now)).toBe(
      'as it is declared now, nothing is replaced, but its 2 changes in place are more than what the restore asks for (update aws_s3_bucket.films): they wait for a deploy',
    );
  });

  it('is left alone when what is declared would replace something, too', () => {
    expect(refusalOf(then, then)).toBe('as it is declared now, its plan would replace aws_db_instance.postgres-main');
  });
});
