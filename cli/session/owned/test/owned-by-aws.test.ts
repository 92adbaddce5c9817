import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import type { AwsCalls } from '../../../../resources/aws-calls.js';
import { OWNED } from '../../applied/index.js';
import type { Cloud } from '../../cloud/index.js';
import type { SessionStack } from '../../stacks/session-stack.js';
import { keepOwnedByAws } from '../keep-owned.js';
import { ownedByAws } from '../owned-by-aws.js';

const declared = {
  identifier: 'main',
  engine_version: '17.2',
  allocated_storage: 20,
  max_allocated_storage: 100,
  backup_retention_period: 14,
  backup_window: '02:00-03:00',
};
const there = {
  DBInstanceIdentifier: 'main',
  EngineVersion: '17.2',
  AllocatedStorage: 20,
  BackupRetentionPeriod: 14,
  PreferredBackupWindow: '02:00-03:00',
};

function owned(change: object, block: object = {}, plans?: object, before?: object) {
  const resource = { aws_db_instance: { x: { ...declared, ...block } } };
  const environment = { backup: plans ? { plans } : undefined } as unknown as Environment;
  const described = { databases: [{ ...there, ...change }], caches: [] };
  const then = before && { aws_db_instance: { x: { ...declared, ...before } } };
  return ownedByAws(resource, described, environment, then).aws_db_instance?.x;
}

describe('what AWS moved on by itself', () => {
  it('is nothing of a database that is as declared', () => {
    expect(owned({})).toBeUndefined();
  });

  it('is storage that grew up to its limit, not what somebody set beyond it', () => {
    expect(owned({ AllocatedStorage: 40 })).toEqual({ allocated_storage: 40 });
    expect(owned({ AllocatedStorage: 200 })).toBeUndefined();
    expect(owned({ AllocatedStorage: 40 }, { max_allocated_storage: undefined })).toBeUndefined();
    // More is asked for than there is: that is the owner's wish.
    expect(owned({ AllocatedStorage: 40 }, { allocated_storage: 60 })).toBeUndefined();
  });

  it('is a later minor version of the same major, where AWS may upgrade', () => {
    expect(owned({ EngineVersion: '17.10' })).toEqual({ engine_version: '17.10' });
    expect(owned({ EngineVersion: '17.10' }, { auto_minor_version_upgrade: false })).toBeUndefined();
    expect(owned({ EngineVersion: '17.1' })).toBeUndefined();
    expect(owned({ EngineVersion: '16.9' })).toBeUndefined();
    // The major version alone is any minor one of it, to the provider too.
    expect(owned({ EngineVersion: '17.10' }, { engine_version: '17' })).toBeUndefined();
  });

  it('is retention and window of backups where a plan is continuous, or AWS Backup says that it took them', () => {
    const taken = { BackupRetentionPeriod: 35, PreferredBackupWindow: '05:00-05:30' };
    const kept = { backup_retention_period: 35, backup_window: '05:00-05:30' };
    expect(owned(taken)).toBeUndefined();
    expect(owned(taken, {}, { daily: { continuous: true } })).toEqual(kept);
    // Only the file was changed: that is the owner's wish, unless AWS says that it would refuse it.
    const plans = { daily: { continuous: true } };
    expect(owned({}, { backup_retention_period: 7 }, plans, {})).toBeUndefined();
    expect(owned({ AwsBackupRecoveryPointArn: 'x' }, { backup_retention_period: 7 }, plans, {})).toEqual({
      backup_retention_period: 14,
    });
    expect(owned({ ...taken, AwsBackupRecoveryPointArn: 'arn:aws:backup:x' })).toEqual(kept);
    expect(owned({ ...taken, AwsBackupRecoveryPointArn: 'x' }, { replicate_source_db: 'y' })).toBeUndefined();
  });

  it('is the version of a cache, which a plan would replace to set back', () => {
    const resource = {
      aws_elasticache_replication_group: {
        c: { replication_group_id: 'c', engine_version: '8.0', auto_minor_version_upgrade: 'true' },
      },
    };
    const caches = [{ ReplicationGroupId: 'c', EngineVersion: '8.1.0' }];
    expect(ownedByAws(resource, { databases: [], caches }, { backup: undefined })).toEqual({
      aws_elasticache_replication_group: { c: { engine_version: '8.1' } },
    });
  });
});

describe('a stack that holds it', () => {
  const environment = { backup: undefined } as unknown as Environment;
  const held = { resources: [{ address: 'aws_db_instance.x', type: 'aws_db_instance' }] };
  const objects = { read: async () => undefined };
  const cloud = (state: object | undefined) => ({ objects, states: { read: async () => state } }) as unknown as Cloud;
  const calls = (databases: readonly object[], asked: string[] = []) =>
    ({
      ask: async (operation: string) => {
        asked.push(operation);
        return { DBInstances: databases };
      },
    }) as unknown as AwsCalls;

  async function inFolder(work: (stack: SessionStack, file: () => Promise<string>) => Promise<void>) {
    const folder = await mkdtemp(join(tmpdir(), 'backlot-owned-'));
    try {
      await writeFile(join(folder, 'cdk.tf.json'), JSON.stringify({ resource: { aws_db_instance: { x: declared } } }));
      const stack = { id: 'data', folder, types: ['aws_db_instance'], state: { bucket: 'b', key: 'k' } };
      await work(stack as unknown as SessionStack, () => readFile(join(folder, OWNED), 'utf8'));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  it('is overridden beside its configuration, and no more once it is as declared', () =>
    inFolder(async (stack, file) => {
      await keepOwnedByAws(cloud(held), environment, [stack], calls([{ ...there, AllocatedStorage: 40 }]));
      expect(JSON.parse(await file())).toEqual({ resource: { aws_db_instance: { x: { allocated_storage: 40 } } } });
      await keepOwnedByAws(cloud(held), environment, [stack], calls([there]));
      await expect(file()).rejects.toThrow('ENOENT');
    }));

  it('is not asked about before its state has one', () =>
    inFolder(async (stack) => {
      const asked: string[] = [];
      await keepOwnedByAws(cloud(undefined), environment, [stack], calls([there], asked));
      expect(asked).toEqual([]);
    }));
});
