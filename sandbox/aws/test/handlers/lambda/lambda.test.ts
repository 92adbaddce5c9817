import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';
import { DEFAULT_SUBNETS } from '../default-subnets.js';

const QUEUE = 'arn:aws:sqs:eu-central-1:210987654321:uploads';
const KEY = 'arn:aws:kms:eu-central-1:210987654321:key/1';

/** The smallest archive: nothing in it but its end, and a comment that makes two of them differ. */
const archive = (comment: string) => {
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, Buffer.from(comment)]);
};
const hash = (comment: string) => createHash('sha256').update(archive(comment)).digest('base64');

const functions = (code: string, arguments_: object, mapping: object, sourceAccount: string) => ({
  aws_lambda_function: {
    ingest: {
      function_name: 'ingest',
      role: 'arn:aws:iam::210987654321:role/ingest',
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: `${code}.zip`,
      source_code_hash: hash(code),
      timeout: 30,
      ...arguments_,
    },
  },
  aws_lambda_permission: {
    topic: {
      statement_id: 'topic',
      action: 'lambda:InvokeFunction',
      function_name: '${aws_lambda_function.ingest.function_name}',
      principal: 'sns.amazonaws.com',
      source_account: sourceAccount,
    },
  },
  aws_lambda_event_source_mapping: {
    queue: { event_source_arn: QUEUE, function_name: '${aws_lambda_function.ingest.arn}', ...mapping },
  },
});

describe('a function with its permission and event source', () => {
  let cloud: TestCloud;
  const configuration = () => cloud.call('lambda', 'GetFunctionConfiguration', { FunctionName: 'ingest' });

  beforeAll(async () => {
    cloud = await TestCloud.start();
    for (const code of ['first', 'second']) await writeFile(join(cloud.folder, `${code}.zip`), archive(code));
    const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
    await cloud.call('iam', 'CreateRole', {
      RoleName: 'ingest',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    });
    await cloud.call('sqs', 'CreateQueue', { QueueName: 'uploads' });
  }, 120_000);
  afterAll(() => cloud.close());

  describeLife({
    cloud: () => cloud,
    resources: functions(
      'first',
      {
        description: 'Takes uploads',
        memory_size: 256,
        reserved_concurrent_executions: 0,
        kms_key_arn: KEY,
        environment: [{ variables: { TOPIC: 'first' } }],
        dead_letter_config: [{ target_arn: QUEUE }],
        tracing_config: [{ mode: 'Active' }],
        logging_config: [{ log_format: 'JSON', log_group: '/ingest', application_log_level: 'INFO' }],
        vpc_config: [{ subnet_ids: DEFAULT_SUBNETS, security_group_ids: ['sg-1'] }],
        tags: { a: '1' },
      },
      {
        batch_size: 10,
        function_response_types: ['ReportBatchItemFailures'],
        scaling_config: [{ maximum_concurrency: 5 }],
        filter_criteria: [{ filter: [{ pattern: '{"body":["x"]}' }] }],
      },
      '210987654321',
    ),
    created: async () => {
      expect(await configuration()).toMatchObject({
        CodeSha256: hash('first'),
        Architectures: ['arm64'],
        State: 'Active',
        VpcConfig: { VpcId: 'vpc-00000001' },
      });
      const { Concurrency } = await cloud.call('lambda', 'GetFunction', { FunctionName: 'ingest' });
      expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 0 });
    },
    changed: functions(
      'second',
      { memory_size: 512, logging_config: [{ log_format: 'Text', log_group: '/ingest' }], tags: { b: '2' } },
      { batch_size: 5, enabled: false },
      '123456789012',
    ),
    changes: [
      'update aws_lambda_function.ingest',
      'delete,create aws_lambda_permission.topic',
      'update aws_lambda_event_source_mapping.queue',
    ],
    updated: async () => {
      expect(await configuration()).toMatchObject({
        CodeSha256: hash('second'),
        Description: '',
        KMSKeyArn: '',
        Environment: { Variables: {} },
        VpcConfig: { SubnetIds: [] },
      });
      const { Concurrency } = await cloud.call('lambda', 'GetFunction', { FunctionName: 'ingest' });
      expect(Concurrency).toBeUndefined();
    },
    meddle: async () => {
      await cloud.call('lambda', 'UpdateFunctionConfiguration', {
        FunctionName: 'ingest',
        MemorySize: 1024,
        Environment: { Variables: { DEBUG: '1' } },
      });
      await cloud.call('lambda', 'PutFunctionConcurrency', {
        FunctionName: 'ingest',
        ReservedConcurrentExecutions: 7,
      });
      await cloud.call('lambda', 'RemovePermission', { FunctionName: 'ingest', StatementId: 'topic' });
      const { uuid } = await cloud.attributes('aws_lambda_event_source_mapping.queue');
      await cloud.call('lambda', 'UpdateEventSourceMapping', { UUID: uuid, BatchSize: 1, Enabled: true });
    },
    drift: {
      'aws_lambda_event_source_mapping.queue': ['batch_size', 'enabled', 'last_modified', 'state'],
      'aws_lambda_function.ingest': ['environment', 'last_modified', 'memory_size', 'reserved_concurrent_executions'],
      'aws_lambda_permission.topic': [],
    },
    imports: async () => {
      const { uuid } = await cloud.attributes('aws_lambda_event_source_mapping.queue');
      return {
        'aws_lambda_event_source_mapping.queue': uuid,
        'aws_lambda_function.ingest': 'ingest',
        'aws_lambda_permission.topic': 'ingest/topic',
      };
    },
    unknownToImport: {
      'aws_lambda_function.ingest': ['code_sha256', 'filename', 'last_modified', 'source_code_size'],
    },
    destroyed: async () => {
      expect((await cloud.call('lambda', 'ListFunctions', {})).Functions).toEqual([]);
      expect((await cloud.call('lambda', 'ListEventSourceMappings', {})).EventSourceMappings).toEqual([]);
    },
  });
});
