import { describe, expect, it } from '@jest/globals';
import { listVersions } from '../earlier-versions.js';
import type { LedgerFault } from '../ledger-fault.js';

const fault = (number: number, kind: LedgerFault['kind']): LedgerFault => ({
  ...{ number, kind, reason: 'x' },
  key: `prod/releases/0000000${number}.json`,
});
const cloud = { region: 'eu-west-1' };
const list = (prefix: string) =>
  `aws --region eu-west-1 s3api list-object-versions --bucket films-state --prefix ${prefix} --output table`;

describe('commands that show what is left of a damaged ledger', () => {
  it('list the versions of what was changed, each object once, and the folder of what is gone', () => {
    const faults = [fault(3, 'altered'), fault(3, 'head'), fault(2, 'missing'), fault(1, 'missing')];
    expect(listVersions(faults, 'films-state', cloud)).toEqual([
      list('prod/releases/00000003.json'),
      list('prod/releases/'),
    ]);
  });

  it('reach the cloud that was looked at, and say nothing of what only nobody keeps', () => {
    const [first] = listVersions([fault(1, 'forged')], 'b', { ...cloud, endpoint: 'http://127.0.0.1:4566' });
    expect(first).toContain('--endpoint-url http://127.0.0.1:4566');
    expect(listVersions([fault(1, 'unlocked')], 'b', cloud)).toEqual([]);
  });
});
