import { describe, expect, it } from '@jest/globals';
import { AwsLocation } from '../../aws-location.js';
import { bucketAccess } from '../../grants/bucket.js';
import { postgresAccess, postgresUser } from '../../grants/postgres.js';
import { queueAccess } from '../../grants/queue.js';
import { redisAccess } from '../../grants/redis.js';
import { secretAccess } from '../../grants/secret.js';
import { topicAccess } from '../../grants/topic.js';
import type { PolicyStatement } from '../../policy-document.js';

const location = new AwsLocation('123456789012', 'eu-central-1');
const target = { name: 'some-thing', arn: 'arn:aws:x:::some-thing', keyArn: 'arn:aws:kms:::key/k' };

const every: Record<string, readonly PolicyStatement[]> = {
  'bucket:read': bucketAccess(location, target, 'read'),
  'bucket:write': bucketAccess(location, target, 'write'),
  'queue:consume': queueAccess(location, target, 'consume'),
  'queue:publish': queueAccess(location, target, 'publish'),
  topic: topicAccess(location, target),
  secret: secretAccess(location, target),
  postgres: postgresAccess(location, { name: 'main', resourceIds: ['db-1', 'prx-2'] }, 'api'),
  redis: redisAccess(target, 'arn:aws:elasticache:::user:api'),
};

describe('grants', () => {
  it.each(Object.entries(every))('%s names its resources and has ids that IAM takes', (_kind, statements) => {
    for (const { sid, resources, actions } of statements) {
      expect(sid).toMatch(/^[A-Za-z0-9]+$/);
      expect(resources).not.toContain('*');
      expect(actions.join()).not.toContain('*');
    }
  });

  it.each(Object.entries(every).filter(([kind]) => !['postgres', 'redis'].includes(kind)))(
    '%s uses the key through its service only',
    (_kind, statements) => {
      const key = statements.find(({ resources }) => resources?.includes(target.keyArn));
      expect(key?.conditions?.StringEquals?.['kms:ViaService']).toMatch(/^\w+\.eu-central-1\.amazonaws\.com$/);
    },
  );

  it('reading does not write, and writing does not read', () => {
    const actions = (kind: string) => every[kind]?.flatMap((statement) => statement.actions) ?? [];
    expect(actions('bucket:read')).not.toContain('s3:PutObject');
    expect(actions('bucket:write')).not.toContain('s3:GetObject');
    expect(actions('queue:consume')).not.toContain('sqs:SendMessage');
    expect(actions('queue:publish')).not.toContain('sqs:ReceiveMessage');
  });

  it('logs in to each end point of a database as one user', () => {
    expect(every.postgres?.[0]?.resources).toEqual([
      'arn:aws:rds-db:eu-central-1:123456789012:dbuser:db-1/api',
      'arn:aws:rds-db:eu-central-1:123456789012:dbuser:prx-2/api',
    ]);
  });

  it('names database users so that PostgreSQL needs no quotes', () => {
    expect(postgresUser('data-processor')).toBe('data_processor');
  });
});
