import type { KMSClient } from '@aws-sdk/client-kms';
import type { S3Client } from '@aws-sdk/client-s3';
import type { StateBucketSpec } from '../../../stacks/state-bucket-spec.js';
import { type BucketSettingsPart, bucketParts } from './bucket-settings.js';
import { stateBucketExists, takenStateBucket } from './state-bucket.js';
import { assertStateBucketOurs } from './state-bucket-owner.js';
import { StateKey } from './state-key.js';

/** How a part was found. */
export type PartCondition = 'exists' | 'missing' | 'different';

/** One part of the state bucket, as Terraform tells them apart. */
export interface StateBucketPart {
  /** Type of the Terraform resource that it is. */
  readonly type: string;
  /** What Terraform imports it by; empty while it is missing. */
  readonly id: string;
  readonly condition: PartCondition;
}

/** The state bucket with its key: looked at, made, repaired and, at the very end, removed. */
export interface StateBucketHome {
  readonly name: string;
  /** Whether the bucket is there and ours. @throws BacklotError `StateBucketForbidden`, `StateBucketTaken` */
  exists(): Promise<boolean>;
  /** Looks at every part, changes nothing. */
  inspect(): Promise<StateBucketPart[]>;
  /**
   * Makes what is missing and repairs what differs. Safe to run again, also after it was cut off.
   *
   * @returns the parts as they were found, with the ids that they have now
   * @throws BacklotError `StateBucketTaken`, `StateBucketForbidden`
   */
  ensure(): Promise<StateBucketPart[]>;
  /**
   * Whether AWS has Object Lock on for the bucket, whoever asked for it: it can't be turned off again.
   *
   * @default nobody can tell
   */
  hasObjectLock?(): Promise<boolean>;
  /** Lets go of the key: its deletion can be taken back for as long as KMS allows. */
  retireKey(): Promise<void>;
}

/** What it is spoken to with. */
export interface StateBucketClients {
  readonly s3: S3Client;
  readonly kms: () => Promise<KMSClient>;
}

/** The state bucket in S3, its key in KMS. */
export class AwsStateBucket implements StateBucketHome {
  private readonly key: StateKey;

  constructor(
    private readonly clients: StateBucketClients,
    private readonly spec: StateBucketSpec,
  ) {
    this.key = new StateKey(clients.kms, spec);
  }

  get name(): string {
    return this.spec.bucket;
  }

  async exists(): Promise<boolean> {
    if (!(await stateBucketExists(this.clients.s3, this.bucket))) return false;
    await assertStateBucketOurs(this.clients.s3, this.spec);
    return true;
  }

  async inspect(): Promise<StateBucketPart[]> {
    const key = await this.key.find();
    const stands = await this.exists();
    const settings = await Promise.all(
      (await this.settings(key?.arn)).map(async (part) => this.found(part, stands ? await part.look() : 'missing')),
    );
    return [
      { type: 'aws_kms_key', id: key?.id ?? '', condition: key?.condition ?? 'missing' },
      { type: 'aws_kms_alias', id: key ? this.spec.alias : '', condition: key ? 'exists' : 'missing' },
      { type: 'aws_s3_bucket', id: stands ? this.name : '', condition: stands ? 'exists' : 'missing' },
      ...settings,
    ];
  }

  async ensure(): Promise<StateBucketPart[]> {
    const found = await this.inspect();
    const condition = (type: string) => found.find((part) => part.type === type)?.condition;
    const key = await this.key.ensure();
    if (condition('aws_s3_bucket') === 'missing') await this.make();
    for (const part of await this.settings(key.arn)) {
      // The key may be another one than when it was looked at.
      const changed = part.dependsOnKey && condition('aws_kms_key') === 'missing';
      if (changed || condition(part.type) !== 'exists') await part.write();
    }
    const ids: Readonly<Record<string, string>> = { aws_kms_key: key.id, aws_kms_alias: this.spec.alias };
    return found.map((part) => ({ ...part, id: ids[part.type] ?? this.name }));
  }

  async hasObjectLock(): Promise<boolean> {
    const { GetObjectLockConfigurationCommand } = await import('@aws-sdk/client-s3');
    const asked = { Bucket: this.name, ExpectedBucketOwner: this.spec.accountId };
    try {
      const { ObjectLockConfiguration: found } = await this.clients.s3.send(
        new GetObjectLockConfigurationCommand(asked),
      );
      return found?.ObjectLockEnabled === 'Enabled';
    } catch (error) {
      if (['NoSuchBucket', 'ObjectLockConfigurationNotFoundError'].includes((error as Error).name)) return false;
      throw error;
    }
  }

  retireKey(): Promise<void> {
    return this.key.retire();
  }

  private get bucket() {
    const { bucket: name, region, accountId } = this.spec;
    return { name, region, accountId };
  }

  private settings(keyArn: string | undefined): Promise<BucketSettingsPart[]> {
    return bucketParts(this.clients.s3, this.spec, keyArn);
  }

  private found({ type }: BucketSettingsPart, condition: PartCondition): StateBucketPart {
    return { type, id: condition === 'missing' ? '' : this.name, condition };
  }

  private async make(): Promise<void> {
    const { CreateBucketCommand, PutBucketTaggingCommand } = await import('@aws-sdk/client-s3');
    const { bucket: Bucket, objectLock, region, tags } = this.spec;
    // us-east-1 is the region that may not be named: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    const constraint =
      region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-central-1' } };
    const locked = objectLock ? { ObjectLockEnabledForBucket: true } : {};
    const { s3 } = this.clients;
    await s3
      .send(new CreateBucketCommand({ Bucket, ObjectOwnership: 'BucketOwnerEnforced', ...locked, ...constraint }))
      .catch((error: unknown) => {
        const { name } = error as Error;
        if (name === 'BucketAlreadyExists') throw takenStateBucket(this.bucket, error);
        // Another command may have made it in the meantime.
        if (name !== 'BucketAlreadyOwnedByYou') throw error;
      });
    const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  }
}
