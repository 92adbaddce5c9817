import { describe, expect, it } from '@jest/globals';
import { redact, secretsOf } from '../terraform/redact.js';
import { readLockMessage, readLockObject } from '../terraform/state-lock.js';
import { terraformError } from '../terraform/terraform-error.js';
import type { Diagnostic } from '../terraform/terraform-event.js';

const context = {
  stack: 'data',
  command: 'apply',
  log: '/logs/data.apply.jsonl',
  commandLine: (...args: string[]) => `terraform -chdir=/work/data ${args.join(' ')}`,
  secrets: ['s3cr3t-value'],
};

function failure(diagnostics: readonly Partial<Diagnostic>[], lastLines: readonly string[] = []) {
  const errors = diagnostics.map((each) => ({ severity: 'error' as const, summary: '', detail: '', ...each }));
  return terraformError({ exitCode: 1, signal: null, interrupted: false, errors, lastLines }, context);
}

describe('the error of a failed Terraform', () => {
  it('names resource, attribute, reason and log', () => {
    const error = failure([
      { address: 'aws_vpc.v', attribute: 'cidr_block', summary: 'Invalid CIDR', detail: 'too small' },
    ]);
    expect(error.message).toBe("stack 'data': aws_vpc.v.cidr_block: Invalid CIDR: too small");
    expect(error.actions).toEqual(['less /logs/data.apply.jsonl']);
    expect(error.code).toBe('TerraformFailed');
  });

  it.each([
    [
      'Cannot delete protected DB Instance, please disable deletion protection',
      /turn deletion protection of aws_x\.y off/,
    ],
    ['BucketNotEmpty: The bucket you tried to delete is not empty', /empty aws_x\.y first/],
    ['ExpiredToken: The provided token has expired', /aws sso login/],
    ['AccessDenied: not authorized to perform ec2:CreateVpc', /permission/],
  ])('says what helps against %s', (detail, step) => {
    expect(failure([{ address: 'aws_x.y', summary: 'failed', detail }]).hints[0]).toMatch(step);
  });

  it('leaves out what Terraform says about every failed init', () => {
    const error = failure([
      { summary: 'Missing block label', detail: 'name it' },
      { summary: 'Terraform encountered problems during initialisation, including problems\nwith the configuration' },
    ]);
    expect(error.message).toBe("stack 'data': Missing block label: name it");
  });

  it('holds the last lines of one that crashed', () => {
    expect(failure([], ['panic: oh', 'goroutine 1']).message).toBe(
      "stack 'data': terraform apply exited with 1: panic: oh\ngoroutine 1",
    );
  });

  it('holds no credential', () => {
    const error = failure([{ summary: 'denied', detail: 's3cr3t-value at https://x/?X-Amz-Signature=abc123&y=1' }]);
    expect(JSON.stringify(error)).not.toMatch(/s3cr3t-value|abc123/);
  });
});

describe('redaction', () => {
  it('takes keys, tokens and signatures out, and leaves the rest', () => {
    expect(redact('key AKIAABCDEFGHIJKLMNOP, secret_access_key = "wJalr", vpc-1')).toBe(
      'key AKIAABCDEFGHIJKL****, secret_access_key = "(redacted)", vpc-1',
    );
  });

  it('knows which variables are secret', () => {
    const env = {
      AWS_SECRET_ACCESS_KEY: 'a',
      AWS_SESSION_TOKEN: 'b',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/f',
      AWS_REGION: 'r',
    };
    expect(secretsOf(env)).toEqual(['a', 'b']);
  });
});

describe('a state lock', () => {
  const lock = { id: 'abc', operation: 'OperationTypeApply', who: 'sam@host', since: '2026-11-21T04:10:00.123Z' };

  it('is read from the message, with the time as Go prints it', () => {
    const text = `ConditionalRequestConflict\nLock Info:\n  ID:        abc\n  Path:      b/k.tfstate\n  Operation: OperationTypeApply\n  Who:       sam@host\n  Version:   1.11.4\n  Created:   2026-11-21 04:10:00.123456789 +0000 UTC\n  Info:      \n`;
    expect(readLockMessage(text)).toEqual(lock);
  });

  it('is read from its object, and is none when that is broken', () => {
    const object = {
      ID: 'abc',
      Operation: 'OperationTypeApply',
      Who: 'sam@host',
      Created: '2026-11-21T04:10:00.123456789Z',
    };
    expect(readLockObject(JSON.stringify(object))).toEqual(lock);
    expect(readLockObject('{')).toBeUndefined();
  });
});
