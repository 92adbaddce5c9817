import type { KeyMetadata, KMSClient } from '@aws-sdk/client-kms';
import type { StateBucketSpec } from '../../../stacks/state-bucket-spec.js';
import { retireKey } from './retire-key.js';

/** The key as it was found. */
export interface FoundKey {
  readonly id: string;
  readonly arn: string;
  /** `different`: it doesn't rotate, or waits for its deletion. */
  readonly condition: 'exists' | 'different';
}

/** The KMS key of the state bucket, known by its alias. */
export class StateKey {
  constructor(
    private readonly client: () => Promise<KMSClient>,
    private readonly spec: StateBucketSpec,
  ) {}

  /** The key behind the alias; undefined when there is none. */
  async find(): Promise<FoundKey | undefined> {
    const { GetKeyRotationStatusCommand } = await import('@aws-sdk/client-kms');
    const key = await this.describe(this.spec.alias);
    if (!key?.KeyId) return undefined;
    const usable = key.KeyState === 'Enabled';
    const rotates =
      usable &&
      (await (await this.client()).send(new GetKeyRotationStatusCommand({ KeyId: key.KeyId }))).KeyRotationEnabled;
    return { id: key.KeyId, arn: key.Arn ?? '', condition: rotates ? 'exists' : 'different' };
  }

  /** Makes the key, or brings it back into use. */
  async ensure(): Promise<FoundKey> {
    const kms = await import('@aws-sdk/client-kms');
    const client = await this.client();
    const found = await this.find();
    if (found?.condition === 'exists') return found;
    const { id, arn } = found ?? (await this.make());
    const key = await this.describe(id);
    if (key?.KeyState === 'PendingDeletion') await client.send(new kms.CancelKeyDeletionCommand({ KeyId: id }));
    if (key?.KeyState !== 'Enabled') await client.send(new kms.EnableKeyCommand({ KeyId: id }));
    await client.send(new kms.EnableKeyRotationCommand({ KeyId: id }));
    return { id, arn, condition: 'exists' };
  }

  /** Takes the alias away and schedules the deletion of the key. */
  async retire(): Promise<void> {
    return retireKey(await this.client(), this.spec);
  }

  private async make(): Promise<{ id: string; arn: string }> {
    const { CreateAliasCommand, CreateKeyCommand } = await import('@aws-sdk/client-kms');
    const { alias, description, keyPolicy, tags } = this.spec;
    const client = await this.client();
    const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const { KeyMetadata } = await client.send(
      new CreateKeyCommand({ Description: description, Policy: keyPolicy, Tags }),
    );
    const { KeyId: id = '', Arn: arn = '' } = KeyMetadata ?? {};
    await client.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: id }));
    return { id, arn };
  }

  private async describe(KeyId: string): Promise<KeyMetadata | undefined> {
    const { DescribeKeyCommand } = await import('@aws-sdk/client-kms');
    try {
      return (await (await this.client()).send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
    } catch (error) {
      if ((error as Error).name === 'NotFoundException') return undefined;
      throw error;
    }
  }
}
