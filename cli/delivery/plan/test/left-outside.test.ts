import { afterEach, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { runsAs } from '../../../kernel/command-line.js';
import { adoptCommand, isInTheWay, type LeftOutside, nameTaken } from '../left-outside.js';

const environment = { id: 'dev' } as Environment;
const bucket: LeftOutside = {
  address: 'aws_s3_bucket.uploads',
  type: 'aws_s3_bucket',
  id: 'uploads',
  reason: 'it carries no tags',
  candidate: false,
};
const zone: LeftOutside = { ...bucket, address: 'aws_route53_zone.zone', type: 'aws_route53_zone', id: 'Z1' };

const runs = (name: string, argv: readonly string[]) =>
  runsAs({ shape: { name, args: ['environment'], flags: {} }, argv, shapeOf: () => undefined });
afterEach(() => runsAs(undefined));

describe('what is left outside', () => {
  it('is in the way where a name is given once only', () => {
    expect([bucket, zone].map(isInTheWay)).toEqual([true, false]);
  });

  it('can be taken in by the user’s own command, or by a deploy where that can’t', () => {
    const commands = [
      ['backlot deploy', ['dev', '--stack', 'media']],
      ['backlot plan', ['dev']],
      ['backlot deploy', ['dev', '--plan', '3f2a91']],
      ['backlot rollback', ['dev', '12']],
    ] as const;
    const named = commands.map(([name, argv]) => {
      runs(name.replace('backlot ', ''), argv);
      return adoptCommand(environment, [bucket, zone]);
    });
    expect(named).toEqual([
      'backlot deploy dev --stack media --adopt uploads --adopt Z1',
      'backlot plan dev --adopt uploads --adopt Z1',
      'backlot deploy dev --adopt uploads --adopt Z1',
      'backlot deploy dev --adopt uploads --adopt Z1',
    ]);
  });

  it('is an error that says what, whose, and both ways on; a candidate is called one', () => {
    const { message, hints, actions } = nameTaken({ environment }, 'media', [
      bucket,
      { ...bucket, id: 'cut-off', candidate: true },
    ]);
    expect(message).toContain(
      "'uploads' (aws_s3_bucket.uploads) exists already and isn't known to be ours: it carries no",
    );
    expect(message).toContain(
      "'cut-off' (aws_s3_bucket.uploads) exists already; a run of ours that ended early may have",
    );
    expect(hints).toEqual([expect.stringContaining('give ours another name')]);
    expect(actions).toEqual([expect.stringContaining('--adopt uploads --adopt cut-off')]);
  });

  it('is named as the environment file names it, with its place there', () => {
    const declared = { id: 'dev', media: { buckets: { archive: {} } } } as unknown as Environment;
    const taken = [{ ...bucket, address: 'aws_s3_bucket.bucket-archive' }];
    const leaf = { file: 'environments/dev.yaml', line: 41, column: 5, kind: 'file' } as const;
    const origins = new Map([['media.buckets.archive.versioned', leaf]]);
    const { hints } = nameTaken({ environment: declared, origins }, 'media', taken);
    expect(hints[0]).toContain('(media.buckets.archive, environments/dev.yaml:41)');
  });
});
