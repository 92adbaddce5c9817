import { describe, expect, it } from '@jest/globals';
import { EncryptionKey, type EncryptionKeyProps } from '../encryption-key.js';
import { logGroupsMayUse } from '../key-grants.js';
import { Duration } from '../values/duration.js';
import { errorOf, LOCATION, reference, SynthesizedModule, statements } from './fixtures/synthesized-module.js';

function synthesize(props: Partial<EncryptionKeyProps> = {}): SynthesizedModule {
  return new SynthesizedModule((scope) => {
    const deletionWindow = Duration.days(30);
    new EncryptionKey(scope, 'key', {
      alias: 'x-data',
      description: 'Data',
      location: LOCATION,
      deletionWindow,
      ...props,
    });
  });
}

describe('encryption key', () => {
  it('rotates, waits before it is deleted and has an alias', () => {
    const stack = synthesize();
    expect(stack.one('aws_kms_key')).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
    expect(stack.one('aws_kms_alias')).toMatchObject({
      name: 'alias/x-data',
      target_key_id: reference('aws_kms_key.key.key_id'),
    });
  });

  it('lets IAM of its account decide, and nobody else, unless granted', () => {
    const { policy } = synthesize().one('aws_kms_key');
    expect(Object.keys(statements(policy))).toEqual(['AccountDecides']);
    expect(statements(policy).AccountDecides?.Principal).toEqual({ AWS: 'arn:aws:iam::123456789012:root' });
  });

  it('adds the grants that it is given', () => {
    const { policy } = synthesize({ grants: [logGroupsMayUse(LOCATION)] }).one('aws_kms_key');
    expect(Object.keys(statements(policy))).toEqual(['AccountDecides', 'LogGroups']);
  });

  it('lives with its alias in another region where told', () => {
    const stack = synthesize({ region: 'us-east-1' });
    expect([stack.one('aws_kms_key').region, stack.one('aws_kms_alias').region]).toEqual(['us-east-1', 'us-east-1']);
  });

  it.each(['6d', '31d'])('refuses a deletion window of %s', (window) => {
    const error = errorOf(() => synthesize({ deletionWindow: Duration.parse(window) }));
    expect(error).toMatchObject({
      code: 'InvalidDeletionWindow',
      message: `key 'x-data': the deletion window must be 7d to 30d, not ${window}`,
    });
  });
});
