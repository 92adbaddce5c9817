import type { DataBearingType } from '../../../stacks/data-bearing.js';
import type { Cloud } from '../../session/cloud/index.js';
import type { Attributes } from '../../session/outputs/stored-attributes.js';

/** Looks into a store; words for what it holds, undefined when it is empty. */
type Look = (cloud: Cloud, attributes: Attributes) => Promise<string | undefined>;

/** What a store holds, in words; undefined when it is empty, or is only a means and no store. */
export async function heldData(
  cloud: Cloud,
  type: DataBearingType,
  attributes: Attributes,
): Promise<string | undefined> {
  const look: Look = LOOKS[type];
  try {
    return await look(cloud, attributes);
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    // It is gone already, and its data with it.
    if ($metadata?.httpStatusCode === 404 || GONE.test(name)) return undefined;
    if ($metadata === undefined) throw error;
    return `what is in it could not be seen (${name})`;
  }
}

const GONE = /NotFound|NoSuchBucket/;

/** A server that would have to be connected to, from inside its network: taken to hold data. */
const unseen =
  (words: string): Look =>
  async () =>
    words;

/** Behind a cache of the sandbox there is no server that could keep anything. */
const cached: Look = async ({ target }) => (target === 'sandbox' ? undefined : 'keys');

const LOOKS: Readonly<Record<DataBearingType, Look>> = {
  aws_backup_vault: async (cloud, { name }) => {
    const { BackupClient, ListRecoveryPointsByBackupVaultCommand } = await import('@aws-sdk/client-backup');
    const client = new BackupClient(cloud.settingsFor('backup'));
    const BackupVaultName = String(name);
    const answer = await client.send(new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName, MaxResults: 1 }));
    return answer.RecoveryPoints?.length ? 'recovery points' : undefined;
  },
  aws_db_instance: async (cloud, { identifier, replicate_source_db: source }) => {
    // What a replica holds, its source does.
    if (source) return undefined;
    if (cloud.target !== 'sandbox') return 'databases';
    const { sandboxDatabaseHolds } = await import('./sandbox-database.js');
    return sandboxDatabaseHolds(cloud, String(identifier));
  },
  aws_docdb_cluster: unseen('databases'),
  aws_dynamodb_table: async (cloud, { name }) => {
    const { DynamoDBClient, ScanCommand } = await import('@aws-sdk/client-dynamodb');
    const client = new DynamoDBClient(cloud.settingsFor('dynamodb'));
    const { Count = 0 } = await client.send(new ScanCommand({ TableName: String(name), Limit: 1 }));
    return Count > 0 ? 'items' : undefined;
  },
  aws_ecr_repository: async (cloud, { name }) => {
    const { ECRClient, ListImagesCommand } = await import('@aws-sdk/client-ecr');
    const client = new ECRClient(cloud.settingsFor('ecr'));
    const { imageIds } = await client.send(new ListImagesCommand({ repositoryName: String(name), maxResults: 1 }));
    return imageIds?.length ? 'images' : undefined;
  },
  aws_efs_file_system: unseen('files'),
  aws_elasticache_replication_group: cached,
  aws_elasticache_serverless_cache: cached,
  // Its deletion waits for days and can be taken back: what it protects is asked about instead.
  aws_kms_key: async () => undefined,
  aws_msk_cluster: unseen('topics'),
  aws_opensearch_domain: unseen('indices'),
  aws_rds_cluster: unseen('databases'),
  aws_s3_bucket: async (cloud, { bucket }) => {
    const { ListObjectVersionsCommand, S3Client } = await import('@aws-sdk/client-s3');
    const client = new S3Client(cloud.settingsFor('s3'));
    const found = await client.send(new ListObjectVersionsCommand({ Bucket: String(bucket), MaxKeys: 1 }));
    if (found.Versions?.length) return 'objects';
    return found.DeleteMarkers?.length ? 'earlier versions of deleted objects' : undefined;
  },
  aws_secretsmanager_secret: async (cloud, { arn, recovery_window_in_days: days }) => {
    // Deleted, it can be had back until then.
    if (Number(days) > 0) return undefined;
    const { DescribeSecretCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    const client = new SecretsManagerClient(cloud.settingsFor('secretsmanager'));
    const { RotationEnabled, VersionIdsToStages } = await client.send(
      new DescribeSecretCommand({ SecretId: String(arn) }),
    );
    // The function that rotates it makes such a value again.
    if (RotationEnabled) return undefined;
    return Object.keys(VersionIdsToStages ?? {}).length > 0 ? 'values' : undefined;
  },
};
