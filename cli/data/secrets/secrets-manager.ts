import type {
  DescribeSecretCommandOutput,
  SecretsManagerClient,
  SecretVersionsListEntry,
} from '@aws-sdk/client-secrets-manager';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { NewVersion, SecretStore, SecretVersion, StageMove, StoredSecret } from './secret-store.js';

type Sdk = typeof import('@aws-sdk/client-secrets-manager');

/**
 * The store of AWS. Errors say which call on which secret failed; what was sent or read is in none of them.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/Welcome.html
 */
export class SecretsManagerStore implements SecretStore {
  constructor(
    private readonly sdk: Sdk,
    private readonly client: SecretsManagerClient,
  ) {}

  async describe(name: string): Promise<StoredSecret | undefined> {
    try {
      const found = await this.client.send(new this.sdk.DescribeSecretCommand({ SecretId: name }));
      if (found.DeletedDate) return undefined;
      return stored(found, await this.versions(name));
    } catch (error) {
      if ((error as Error).name === 'ResourceNotFoundException') return undefined;
      throw failed('DescribeSecret', name, error);
    }
  }

  async read(name: string, version: string): Promise<string | undefined> {
    try {
      const { SecretString, SecretBinary } = await this.client.send(
        new this.sdk.GetSecretValueCommand({ SecretId: name, VersionId: version }),
      );
      return SecretString ?? (SecretBinary && Buffer.from(SecretBinary).toString('utf8'));
    } catch (error) {
      if ((error as Error).name === 'ResourceNotFoundException') return undefined;
      throw failed('GetSecretValue', name, error);
    }
  }

  async put(name: string, { id, stages, value }: NewVersion): Promise<void> {
    try {
      await this.client.send(
        new this.sdk.PutSecretValueCommand({
          SecretId: name,
          ClientRequestToken: id,
          SecretString: value,
          VersionStages: [...stages],
        }),
      );
    } catch (error) {
      throw failed('PutSecretValue', name, error);
    }
  }

  async moveStage(name: string, { stage, to, from }: StageMove): Promise<void> {
    try {
      await this.client.send(
        new this.sdk.UpdateSecretVersionStageCommand({
          SecretId: name,
          VersionStage: stage,
          MoveToVersionId: to,
          RemoveFromVersionId: from,
        }),
      );
    } catch (error) {
      throw failed('UpdateSecretVersionStage', name, error);
    }
  }

  private async versions(name: string): Promise<SecretVersion[]> {
    const pages: SecretVersionsListEntry[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.client.send(
        new this.sdk.ListSecretVersionIdsCommand({ SecretId: name, MaxResults: 100, NextToken }),
      );
      pages.push(...(page.Versions ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    return pages.map(({ VersionId = '', VersionStages = [], CreatedDate }) => ({
      id: VersionId,
      stages: VersionStages,
      createdAt: CreatedDate?.toISOString(),
    }));
  }
}

function stored(found: DescribeSecretCommandOutput, versions: SecretVersion[]): StoredSecret {
  const { AutomaticallyAfterDays: days, ScheduleExpression: expression } = found.RotationRules ?? {};
  const tags = Object.fromEntries((found.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  return {
    name: found.Name ?? '',
    arn: found.ARN ?? '',
    description: found.Description,
    rotates: found.RotationEnabled,
    schedule: found.RotationEnabled ? (expression ?? (days ? `${days}d` : undefined)) : undefined,
    lastRotated: found.LastRotatedDate?.toISOString(),
    owner: found.OwningService ?? tags['aws:secretsmanager:owningService'],
    tags,
    versions,
  };
}

const CREDENTIALS = /Expired|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|CredentialsProvider/;

/** In AWS's words, which name the secret and never its value. */
function failed(call: string, name: string, error: unknown): BacklotError {
  const { name: code = '', message = '' } = error as Error;
  if (CREDENTIALS.test(code)) {
    return new BacklotError({
      code: 'InvalidCredentials',
      message: `AWS refuses the credentials for ${call} of ${name}: ${message}`,
      exitCode: 4,
      hints: ['repeat: nothing is lost'],
      actions: ['aws sso login'],
    });
  }
  return new BacklotError({
    code: /AccessDenied/.test(code) ? 'AccessDenied' : 'SecretsManagerFailed',
    message: `${call} of ${name} failed: ${code}: ${message}`,
    source: 'upstream',
    exitCode: /AccessDenied/.test(code) ? 4 : 1,
    hints: ['repeat the command: every step that was done is known'],
  });
}
