import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { LENGTH_TAG, type RotationEvent, rotateSecret } from '../rotate-secret.js';

interface Version {
  stages: string[];
  value?: string;
}

/** One secret as Secrets Manager keeps it: a version without a value exists, but cannot be read. */
class SecretInMemory {
  readonly versions = new Map<string, Version>();
  rotationEnabled = true;
  length: string | undefined = '32';
  readonly calls: string[] = [];
  private made = 0;

  get client(): SecretsManagerClient {
    return { send: async (command: object) => this.answer(command) } as unknown as SecretsManagerClient;
  }

  get current(): string | undefined {
    return [...this.versions.values()].find(({ stages }) => stages.includes('AWSCURRENT'))?.value;
  }

  private answer(command: object): unknown {
    this.calls.push(command.constructor.name);
    if (command instanceof DescribeSecretCommand) return this.describe();
    if (command instanceof GetRandomPasswordCommand) return this.random(command);
    if (command instanceof GetSecretValueCommand) return this.read(command);
    if (command instanceof PutSecretValueCommand) return this.put(command);
    if (command instanceof UpdateSecretVersionStageCommand) return this.move(command);
    throw new Error(`unexpected ${command.constructor.name}`);
  }

  private describe() {
    return {
      RotationEnabled: this.rotationEnabled,
      VersionIdsToStages: Object.fromEntries([...this.versions].map(([id, { stages }]) => [id, [...stages]])),
      Tags: this.length === undefined ? [] : [{ Key: LENGTH_TAG, Value: this.length }],
    };
  }

  private random({ input }: GetRandomPasswordCommand) {
    this.made += 1;
    return { RandomPassword: String(this.made).repeat(input.PasswordLength ?? 0) };
  }

  private read({ input }: GetSecretValueCommand) {
    const version = this.versions.get(input.VersionId ?? '');
    if (!version?.value || !version.stages.includes(input.VersionStage ?? '')) {
      throw new ResourceNotFoundException({ message: 'no value', $metadata: {} });
    }
    return { SecretString: version.value };
  }

  private put({ input }: PutSecretValueCommand) {
    this.versions.set(input.ClientRequestToken ?? '', {
      stages: [...(input.VersionStages ?? [])],
      value: input.SecretString,
    });
    return {};
  }

  private move({ input }: UpdateSecretVersionStageCommand) {
    const without = (version?: Version) => version?.stages.splice(version.stages.indexOf('AWSCURRENT'), 1);
    if (input.RemoveFromVersionId) without(this.versions.get(input.RemoveFromVersionId));
    this.versions.get(input.MoveToVersionId ?? '')?.stages.push('AWSCURRENT');
    return {};
  }
}

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

describe('rotation of a secret', () => {
  let secret: SecretInMemory;
  const event = (Step: string) =>
    ({ Step, SecretId: 'arn:secret', ClientRequestToken: 'new' }) as unknown as RotationEvent;
  const run = (step: string) => rotateSecret(secret.client, event(step));

  beforeEach(() => {
    secret = new SecretInMemory();
    secret.versions.set('old', { stages: ['AWSCURRENT'], value: 'old value' });
    secret.versions.set('new', { stages: ['AWSPENDING'] });
  });

  it('ends with a new value of the length that the secret asks for', async () => {
    for (const step of STEPS) await run(step);
    expect(secret.current).toBe('1'.repeat(32));
    expect(secret.versions.get('old')?.stages).toEqual([]);
  });

  it('gives a secret without any value its first one', async () => {
    secret.versions.delete('old');
    for (const step of STEPS) await run(step);
    expect(secret.current).toBe('1'.repeat(32));
  });

  it('gives 64 characters where the secret asks for no length', async () => {
    secret.length = undefined;
    await run('createSecret');
    expect(secret.versions.get('new')?.value).toHaveLength(64);
  });

  it('keeps the pending value when the first step is repeated', async () => {
    await run('createSecret');
    await run('createSecret');
    expect(secret.versions.get('new')?.value).toBe('1'.repeat(32));
  });

  it('changes nothing once the version is current, whichever step is repeated', async () => {
    for (const step of STEPS) await run(step);
    secret.calls.length = 0;
    for (const step of STEPS) await run(step);
    expect(new Set(secret.calls)).toEqual(new Set(['DescribeSecretCommand']));
    expect(secret.current).toBe('1'.repeat(32));
  });

  it('does not touch the current value before the last step', async () => {
    for (const step of STEPS.slice(0, 3)) await run(step);
    expect(secret.current).toBe('old value');
  });

  it('refuses to finish what has no value or a wrong one', async () => {
    await expect(run('testSecret')).rejects.toThrow('the new value of arn:secret has 0 characters instead of 32');
    secret.versions.set('new', { stages: ['AWSPENDING'], value: 'short' });
    await expect(run('testSecret')).rejects.toThrow('has 5 characters instead of 32');
  });

  it('never puts a value into an error', async () => {
    secret.versions.set('new', { stages: ['AWSPENDING'], value: 'hunter2' });
    await expect(run('testSecret')).rejects.not.toThrow('hunter2');
  });

  it('refuses a secret that does not rotate', async () => {
    secret.rotationEnabled = false;
    await expect(run('createSecret')).rejects.toThrow('rotation of arn:secret is off');
  });

  it('refuses a version that the secret does not have, or that is not pending', async () => {
    secret.versions.delete('new');
    await expect(run('createSecret')).rejects.toThrow('arn:secret has no version new');
    secret.versions.set('new', { stages: ['AWSPREVIOUS'] });
    await expect(run('createSecret')).rejects.toThrow('version new of arn:secret is not pending: AWSPREVIOUS');
  });

  it('refuses a step that it does not know, and a length that is none', async () => {
    await expect(run('eraseSecret')).rejects.toThrow("unknown rotation step 'eraseSecret'");
    secret.length = 'long';
    await expect(run('createSecret')).rejects.toThrow("tag backlot:length is no length: 'long'");
  });

  it('hands on errors of Secrets Manager that are not about a missing value', async () => {
    const failing = {
      send: async (command: object) => {
        if (command instanceof GetSecretValueCommand) throw new Error('access denied');
        return secret.client.send(command as never);
      },
    } as unknown as SecretsManagerClient;
    await expect(rotateSecret(failing, event('createSecret'))).rejects.toThrow('access denied');
  });
});
