import {
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

/** What Secrets Manager sends. https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-lambda-function-overview.html */
export interface RotationEvent {
  readonly Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
  /** ARN of the secret. */
  readonly SecretId: string;
  /** Version that becomes current. */
  readonly ClientRequestToken: string;
}

/** Tag of a secret that says how many characters its value has. */
export const LENGTH_TAG = 'backlot:length';

const DEFAULT_LENGTH = 64;

/**
 * Does one step of the rotation of a secret whose value is random characters that only the platform's own services
 * know. Each step may be repeated: a step that was done does nothing.
 *
 * @throws Error when rotation is off, or the version is not part of it.
 */
export async function rotateSecret(client: SecretsManagerClient, event: RotationEvent): Promise<void> {
  const secret = await client.send(new DescribeSecretCommand({ SecretId: event.SecretId }));
  const stages = pendingStages(secret, event);
  if (stages.includes('AWSCURRENT')) return;
  switch (event.Step) {
    case 'createSecret':
      return createSecret(client, secret, event);
    case 'setSecret':
      // Readers take the value from Secrets Manager, so no other system has to be told.
      return;
    case 'testSecret':
      return testSecret(client, secret, event);
    case 'finishSecret':
      return finishSecret(client, secret, event);
    default:
      throw new Error(`unknown rotation step '${String(event.Step)}'`);
  }
}

function pendingStages(secret: DescribeSecretCommandOutput, event: RotationEvent): readonly string[] {
  if (!secret.RotationEnabled) throw new Error(`rotation of ${event.SecretId} is off`);
  const stages = secret.VersionIdsToStages?.[event.ClientRequestToken];
  if (!stages) throw new Error(`${event.SecretId} has no version ${event.ClientRequestToken}`);
  if (!stages.includes('AWSCURRENT') && !stages.includes('AWSPENDING')) {
    throw new Error(`version ${event.ClientRequestToken} of ${event.SecretId} is not pending: ${stages.join(', ')}`);
  }
  return stages;
}

async function createSecret(
  client: SecretsManagerClient,
  secret: DescribeSecretCommandOutput,
  event: RotationEvent,
): Promise<void> {
  if (await readPending(client, event)) return;
  const random = await client.send(
    new GetRandomPasswordCommand({ PasswordLength: lengthOf(secret), ExcludePunctuation: true }),
  );
  await client.send(
    new PutSecretValueCommand({
      SecretId: event.SecretId,
      ClientRequestToken: event.ClientRequestToken,
      SecretString: random.RandomPassword,
      VersionStages: ['AWSPENDING'],
    }),
  );
}

async function testSecret(
  client: SecretsManagerClient,
  secret: DescribeSecretCommandOutput,
  event: RotationEvent,
): Promise<void> {
  const value = await readPending(client, event);
  const length = lengthOf(secret);
  if (value?.length !== length) {
    throw new Error(`the new value of ${event.SecretId} has ${value?.length ?? 0} characters instead of ${length}`);
  }
}

async function finishSecret(
  client: SecretsManagerClient,
  secret: DescribeSecretCommandOutput,
  event: RotationEvent,
): Promise<void> {
  const current = Object.entries(secret.VersionIdsToStages ?? {}).find(([, stages]) => stages.includes('AWSCURRENT'));
  await client.send(
    new UpdateSecretVersionStageCommand({
      SecretId: event.SecretId,
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: event.ClientRequestToken,
      RemoveFromVersionId: current?.[0],
    }),
  );
}

/** The pending value, or undefined while the version has none. */
async function readPending(client: SecretsManagerClient, event: RotationEvent): Promise<string | undefined> {
  try {
    const { SecretString } = await client.send(
      new GetSecretValueCommand({
        SecretId: event.SecretId,
        VersionId: event.ClientRequestToken,
        VersionStage: 'AWSPENDING',
      }),
    );
    return SecretString;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function lengthOf(secret: DescribeSecretCommandOutput): number {
  const tag = secret.Tags?.find(({ Key }) => Key === LENGTH_TAG)?.Value;
  const length = tag === undefined ? DEFAULT_LENGTH : Number(tag);
  if (!Number.isInteger(length) || length < 1) throw new Error(`tag ${LENGTH_TAG} is no length: '${tag}'`);
  return length;
}
