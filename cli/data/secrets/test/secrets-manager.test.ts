import * as sdk from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from '@jest/globals';
import type { BacklotError } from '../../../../modules/values/backlot-error.js';
import { SecretsManagerStore } from '../secrets-manager.js';

type Answer = (input: Record<string, unknown>) => unknown;

/** A client that answers by the name of the call, and keeps what was asked. */
function storeOf(answers: Readonly<Record<string, Answer>>) {
  const asked: unknown[] = [];
  const send = async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    asked.push([command.constructor.name.replace('Command', ''), command.input]);
    return answers[command.constructor.name.replace('Command', '')]?.(command.input) ?? {};
  };
  return { store: new SecretsManagerStore(sdk, { send } as unknown as sdk.SecretsManagerClient), asked };
}

const refusing =
  (name: string, message: string): Answer =>
  () => {
    throw Object.assign(new Error(message), { name });
  };

describe('Secrets Manager', () => {
  it('gives all versions with their labels, over pages, and a schedule only while it rotates', async () => {
    const { store } = storeOf({
      DescribeSecret: () => ({
        Name: '/x/token',
        ARN: 'arn:token',
        RotationEnabled: true,
        RotationRules: { AutomaticallyAfterDays: 30 },
        Tags: [{ Key: 'aws:secretsmanager:owningService', Value: 'rds' }],
      }),
      ListSecretVersionIds: ({ NextToken }) =>
        NextToken
          ? { Versions: [{ VersionId: 'b', VersionStages: ['AWSPREVIOUS'] }] }
          : {
              Versions: [{ VersionId: 'a', VersionStages: ['AWSCURRENT'], CreatedDate: new Date(0) }],
              NextToken: 'more',
            },
    });
    expect(await store.describe('/x/token')).toMatchObject({
      schedule: '30d',
      owner: 'rds',
      versions: [
        { id: 'a', stages: ['AWSCURRENT'], createdAt: '1970-01-01T00:00:00.000Z' },
        { id: 'b', stages: ['AWSPREVIOUS'] },
      ],
    });
  });

  it('counts a secret that is being deleted as gone, and a version without a value as empty', async () => {
    const missing = refusing('ResourceNotFoundException', "can't find it");
    const { store } = storeOf({ DescribeSecret: () => ({ DeletedDate: new Date() }), GetSecretValue: missing });
    expect(await store.describe('x')).toBeUndefined();
    expect(await store.read('x', 'v')).toBeUndefined();
    expect(await storeOf({ DescribeSecret: missing }).store.describe('x')).toBeUndefined();
  });

  it('writes a version under its own id, and moves a label from where it is', async () => {
    const { asked, store } = storeOf({});
    await store.put('x', { id: 'v2', value: 'text', stages: ['AWSPENDING'] });
    await store.moveStage('x', { stage: 'AWSCURRENT', to: 'v2', from: 'v1' });
    expect(asked).toEqual([
      [
        'PutSecretValue',
        { SecretId: 'x', ClientRequestToken: 'v2', SecretString: 'text', VersionStages: ['AWSPENDING'] },
      ],
      [
        'UpdateSecretVersionStage',
        { SecretId: 'x', VersionStage: 'AWSCURRENT', MoveToVersionId: 'v2', RemoveFromVersionId: 'v1' },
      ],
    ]);
  });

  it.each([
    ['ExpiredTokenException', 'InvalidCredentials', 4],
    ['AccessDeniedException', 'AccessDenied', 4],
    ['ThrottlingException', 'SecretsManagerFailed', 1],
  ])('says %s as %s, without what was to be written', async (name, code, exitCode) => {
    const { store } = storeOf({ PutSecretValue: refusing(name, 'no') });
    const put = store.put('/x/token', { id: 'v2', value: 'hunter2', stages: ['AWSCURRENT'] });
    const error = await put.then(
      () => undefined,
      (thrown: BacklotError) => thrown,
    );
    expect(error).toMatchObject({ code, exitCode, message: expect.stringContaining('/x/token') });
    expect(JSON.stringify([error, error?.message, error?.cause])).not.toContain('hunter2');
  });
});
