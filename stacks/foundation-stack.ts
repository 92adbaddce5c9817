import { TerraformOutput } from 'cdktn';
import type { Construct } from 'constructs';
import { AwsLocation } from '../modules/aws-location.js';
import { Budget } from '../modules/budget.js';
import { EncryptionKey } from '../modules/encryption-key.js';
import { autoScalingMayUse, logGroupsMayUse, servicesMayUse } from '../modules/key-grants.js';
import { LedgerGuard } from '../modules/ledger-guard.js';
import { LogBucket } from '../modules/log-bucket.js';
import { PermissionBoundary } from '../modules/permission-boundary.js';
import type { PolicyStatement } from '../modules/policy-document.js';
import { StateBucket } from '../modules/state-bucket.js';
import { Topic } from '../modules/topic.js';
import { Duration } from '../modules/values/duration.js';
import { ledgerHeadsGroup, ledgerKeyAlias, ledgerKeyDescription } from './ledger-location.js';
import { PipelineAccess } from './pipeline-access.js';
import { pipelinePolicies } from './pipeline-policies.js';
import { PlatformStack, type PlatformStackProps } from './platform-stack.js';
import { longerNeighbours } from './resource-names.js';
import type { StackDefinition } from './stack-definition.js';
import { stateBucket, stateKeyAlias, stateKeyDescription, writtenOnce } from './state-location.js';

/** What a key protects. */
export type KeyPurpose = 'data' | 'logs' | 'secrets' | 'messaging';

/** Services that publish to topics, or put events into queues, that are under the messaging key. */
const PUBLISHERS = ['backup', 'budgets', 'cloudwatch', 'events', 's3', 'sns', 'sqs'] as const;

/** What every other stack stands on: keys, the log bucket, the bucket of the states, the topic that pages, the pipeline's roles and the budget. */
export class FoundationStack extends PlatformStack {
  readonly keys: Readonly<Record<KeyPurpose, { readonly arn: string }>>;
  readonly logBucketName: string;
  readonly logBucketArn: string;
  /** `<name>.s3.amazonaws.com`, as CloudFront wants it. */
  readonly logBucketDomainName: string;
  /** Topic that alarms and the budget tell. */
  readonly pagerTopicArn: string;
  /** Role with which GitHub Actions deploys, where the environment has a repository. */
  readonly deployRoleArn?: string;
  private readonly location: AwsLocation;

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'foundation', props);
    const { environment } = props;
    this.location = new AwsLocation(environment.aws.accountId, environment.aws.region);
    this.keys = this.addKeys();
    const logs = new LogBucket(this, 'logs', {
      bucketName: this.names.bucket('logs'),
      location: this.location,
      retention: Duration.parse(environment.foundation.logRetention),
      sourcePrefix: this.names.of(''),
      foreignPrefixes: longerNeighbours(environment).map((name) => `${name}-`),
      forceDestroy: !environment.production,
    });
    this.logBucketName = logs.name;
    this.logBucketArn = logs.arn;
    this.logBucketDomainName = logs.domainName;
    new StateBucket(this, 'state', {
      bucketName: stateBucket(environment),
      alias: stateKeyAlias(environment),
      description: stateKeyDescription(environment),
      location: this.location,
      writeOnce: writtenOnce(environment),
      accessLogs: { bucketName: logs.name, prefix: 's3/state/' },
    });
    this.addLedgerGuard();
    this.pagerTopicArn = this.addPager();
    this.addBudget();
    this.deployRoleArn = this.addPipeline();
    new TerraformOutput(this, 'log_bucket_name', { value: this.logBucketName });
    new TerraformOutput(this, 'pager_topic_arn', { value: this.pagerTopicArn });
  }

  private addKeys(): Record<KeyPurpose, EncryptionKey> {
    const { location } = this;
    return {
      data: this.addKey('data', 'Databases, caches, buckets, images, volumes and backups', autoScalingMayUse(location)),
      logs: this.addKey('logs', 'Log groups', [logGroupsMayUse(location)]),
      secrets: this.addKey('secrets', 'Secrets Manager entries and variables of functions', []),
      messaging: this.addKey('messaging', 'Queues and topics', [
        servicesMayUse(location, { sid: 'Publishers', services: PUBLISHERS }),
      ]),
    };
  }

  private addKey(purpose: KeyPurpose, description: string, grants: PolicyStatement[]): EncryptionKey {
    const key = new EncryptionKey(this, `${purpose}-key`, {
      alias: this.names.of(purpose),
      description: `${description} of ${this.names.of()}`,
      location: this.location,
      deletionWindow: Duration.parse(this.environment.foundation.keyDeletionWindow),
      grants,
    });
    new TerraformOutput(this, `${purpose}_key_arn`, { value: key.arn });
    return key;
  }

  private addLedgerGuard(): void {
    const role = (name: string) => this.location.arn({ service: 'iam', region: '', resource: `role/${name}` });
    const guard = new LedgerGuard(this, 'ledger', {
      alias: ledgerKeyAlias(this.environment),
      description: ledgerKeyDescription(this.environment),
      headsGroup: ledgerHeadsGroup(this.environment),
      location: this.location,
      roles: { deploy: role(this.names.of('deploy')), all: role(`${this.names.of('')}*`) },
    });
    new TerraformOutput(this, 'ledger_key_arn', { value: guard.keyArn });
  }

  private addPager(): string {
    return new Topic(this, 'pager', {
      name: this.names.of('pager'),
      displayName: `${this.environment.platform} ${this.environment.id}`,
      location: this.location,
      keyArn: this.keys.messaging.arn,
      emails: this.environment.alerting?.emails,
      publishers: ['backup', 'budgets', 'cloudwatch', 'events'],
    }).arn;
  }

  private addBudget(): void {
    const { budget } = this.environment.foundation;
    if (!budget) return;
    new Budget(this, 'budget', { ...budget, name: this.names.of('monthly'), topicArn: this.pagerTopicArn });
  }

  private addPipeline(): string | undefined {
    const { github } = this.environment.foundation;
    if (!github) return undefined;
    const boundary = new PermissionBoundary(this, 'boundary', {
      name: this.names.of('boundary'),
      statements: pipelinePolicies(this.environment).ceiling,
    });
    const access = new PipelineAccess(this, 'pipeline', {
      environment: this.environment,
      github,
      location: this.location,
      boundary,
    });
    new TerraformOutput(this, 'plan_role_arn', { value: access.planRoleArn });
    new TerraformOutput(this, 'deploy_role_arn', { value: access.deployRoleArn });
    return access.deployRoleArn;
  }
}

/** Every environment has it. */
export const foundation: StackDefinition = {
  id: 'foundation',
  description: 'KMS keys, log and state bucket, pager topic, pipeline roles, budget',
  dependsOn: [],
  enabled: () => true,
  build: (app, environment) => new FoundationStack(app, { environment }),
};
