import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { LambdaFunction, type LambdaFunctionProps } from '../lambda-function.js';
import { LOCATION, SynthesizedModule, statements } from './fixtures/synthesized-module.js';

const folder = mkdtempSync(join(tmpdir(), 'backlot-lambda-'));
const path = join(folder, 'rotate.zip');
writeFileSync(path, 'zip');
afterAll(() => rmSync(folder, { recursive: true }));

function synthesize(props: Partial<LambdaFunctionProps> = {}): SynthesizedModule {
  return new SynthesizedModule((scope) => {
    const made = new LambdaFunction(scope, 'function', {
      name: 'rotate',
      description: 'Rotates',
      location: LOCATION,
      archive: { path, hash: Buffer.from('hash of the file').toString('base64') },
      statements: [{ sid: 'Own', actions: ['s3:GetObject'], resources: ['x'] }],
      logKeyArn: 'log-key',
      keyArn: 'key',
      deadLetters: { queueArn: 'queue', keyArn: 'queue-key' },
      ...props,
    });
    made.allowInvocation('secrets', { service: 'secretsmanager', accountId: '123456789012' });
  });
}

describe('Lambda function', () => {
  it('is traced, bounded, encrypted and hands on events that it could not handle', () => {
    expect(synthesize().one('aws_lambda_function')).toMatchObject({
      function_name: 'rotate',
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      kms_key_arn: 'key',
      timeout: 30,
      memory_size: 256,
      reserved_concurrent_executions: 5,
      tracing_config: { mode: 'Active' },
      dead_letter_config: { target_arn: 'queue' },
      logging_config: {
        log_format: 'JSON',
        log_group: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.function_log_/),
      },
    });
  });

  it('names its code by a path below the stack that changes with the content', () => {
    const { filename, source_code_hash } = synthesize().one('aws_lambda_function');
    expect(filename).toMatch(/^assets\/function_code_[0-9A-F]{8}\/68617368206f66207468652066696c65\/rotate\.zip$/);
    expect(source_code_hash).toBe(Buffer.from('hash of the file').toString('base64'));
  });

  it('may write its own log, trace and dead letters, and what it was given', () => {
    const own = statements(synthesize().one('aws_iam_role_policy').policy);
    expect(Object.keys(own)).toEqual(['Log', 'DeadLetters', 'SqsKeyOfDeadLetters', 'Trace', 'Own']);
    expect(own.Log?.Resource).toMatch(/^\$\{aws_cloudwatch_log_group\.[^}]+\.arn\}:\*$/);
    expect(own.DeadLetters?.Resource).toBe('queue');
  });

  it('joins a network without letting its code make interfaces', () => {
    const stack = synthesize({ network: { subnetIds: ['a', 'b'], securityGroupIds: ['c'] } });
    expect(stack.one('aws_lambda_function').vpc_config).toEqual({ subnet_ids: ['a', 'b'], security_group_ids: ['c'] });
    const { Network, NetworkNotFromCode } = statements(stack.one('aws_iam_role_policy').policy);
    expect(NetworkNotFromCode).toMatchObject({
      Effect: 'Deny',
      Action: Network?.Action,
      Condition: {
        ArnEquals: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-central-1:123456789012:function:rotate' },
      },
    });
  });

  it('has variables only when it is given some', () => {
    expect(synthesize().one('aws_lambda_function')).not.toHaveProperty('environment');
    const { environment } = synthesize({ variables: { MODE: 'fast' } }).one('aws_lambda_function');
    expect(environment).toEqual({ variables: { MODE: 'fast' } });
  });

  it('is invoked by a service for the account only', () => {
    expect(synthesize().one('aws_lambda_permission')).toMatchObject({
      action: 'lambda:InvokeFunction',
      principal: 'secretsmanager.amazonaws.com',
      source_account: '123456789012',
    });
  });

  it('is made after the role may do what Lambda checks', () => {
    expect(synthesize().one('aws_lambda_function').depends_on).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\.function_role_policy_/),
    ]);
  });
});
