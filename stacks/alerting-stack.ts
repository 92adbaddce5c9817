import { TerraformOutput } from 'cdktn';
import type { Construct } from 'constructs';
import type { Environment } from '../environments/model/index.js';
import { Alarm, type AlarmDefinition } from '../modules/alarm.js';
import { cacheAlarms } from '../modules/alarms/cache.js';
import { databaseAlarms } from '../modules/alarms/database.js';
import { deliveryAlarms } from '../modules/alarms/delivery.js';
import { backupAlarm, clusterAlarm, functionAlarm, natAlarm } from '../modules/alarms/platform.js';
import { deadLetterAlarm, queueAlarms } from '../modules/alarms/queue.js';
import { AwsLocation } from '../modules/aws-location.js';
import { Dashboard } from '../modules/dashboard.js';
import { EncryptionKey } from '../modules/encryption-key.js';
import { servicesMayUse } from '../modules/key-grants.js';
import { Topic } from '../modules/topic.js';
import { Duration } from '../modules/values/duration.js';
import { dashboardRows } from './dashboard-rows.js';
import { PlatformStack, type PlatformStackProps } from './platform-stack.js';
import { section } from './section.js';
import type { StackDefinition } from './stack-definition.js';
import { findWatched, type Watched } from './watched.js';

/** What an {@link AlertingStack} is made from. */
export interface AlertingStackProps extends PlatformStackProps {
  readonly alerting: NonNullable<Environment['alerting']>;
  readonly watched: Watched;
  readonly pagerTopicArn: string;
}

/** Where CloudFront keeps its series; an alarm is beside its series, and its topic beside the alarm. */
const DELIVERY_REGION = 'us-east-1';

/** Alarms on what pages, and one dashboard to look at first. */
export class AlertingStack extends PlatformStack {
  constructor(
    scope: Construct,
    private readonly props: AlertingStackProps,
  ) {
    super(scope, 'alerting', props);
    for (const definition of this.definitions()) this.addAlarm(definition, props.pagerTopicArn);
    const { watched, alerting, environment } = props;
    const { distributionId } = watched;
    if (distributionId) {
      const topicArn = this.deliveryTopic();
      for (const definition of deliveryAlarms({ distributionId, errors: alerting.thresholds.cdnErrors })) {
        this.addAlarm(definition, topicArn, DELIVERY_REGION);
      }
    }
    const dashboard = new Dashboard(this, 'dashboard', {
      name: this.names.of('overview'),
      rows: dashboardRows(watched, { home: environment.aws.region, delivery: DELIVERY_REGION }),
    });
    new TerraformOutput(this, 'dashboard_name', { value: dashboard.name });
  }

  private definitions(): AlarmDefinition[] {
    const { watched, alerting } = this.props;
    const { thresholds } = alerting;
    const age = Duration.parse(thresholds.queueAge);
    return [
      ...watched.databases.flatMap((database) =>
        databaseAlarms({
          ...database,
          cpu: thresholds.databaseCpu,
          freeStorageGiB: thresholds.databaseFreeStorageGiB,
        }),
      ),
      ...watched.caches.flatMap((cache) => cacheAlarms({ ...cache, memory: thresholds.cacheMemory })),
      ...watched.queues.flatMap((queue) => queueAlarms({ ...queue, age })),
      ...Object.entries(watched.deadLetters).map(([name, queueName]) => deadLetterAlarm(name, queueName)),
      ...watched.natGateways.map(({ zone, id }) => natAlarm(zone, id)),
      ...Object.entries(watched.functions).map(([name, functionName]) => functionAlarm(name, functionName)),
      ...(watched.vaultName ? [backupAlarm(watched.vaultName)] : []),
      ...(watched.clusterName ? [clusterAlarm(watched.clusterName)] : []),
    ];
  }

  private addAlarm(definition: AlarmDefinition, topicArn: string, region?: string): void {
    new Alarm(this, `alarm-${definition.name}`, { definition, prefix: this.names.of(''), topicArn, region });
  }

  private deliveryTopic(): string {
    const { environment, alerting, pagerTopicArn } = this.props;
    if (environment.aws.region === DELIVERY_REGION) return pagerTopicArn;
    const location = new AwsLocation(environment.aws.accountId, DELIVERY_REGION);
    const key = new EncryptionKey(this, 'delivery-pager-key', {
      alias: this.names.of('delivery-pager'),
      description: `Pages about the CDN of ${this.names.of()}`,
      location,
      deletionWindow: Duration.parse(environment.foundation.keyDeletionWindow),
      grants: [servicesMayUse(location, { sid: 'Publishers', services: ['cloudwatch'] })],
      region: DELIVERY_REGION,
    });
    return new Topic(this, 'delivery-pager', {
      name: this.names.of('delivery-pager'),
      displayName: `${environment.platform} ${environment.id}`,
      location,
      keyArn: key.arn,
      emails: alerting.emails,
      publishers: ['cloudwatch'],
      region: DELIVERY_REGION,
    }).arn;
  }
}

/** The stack of alarms, where the environment wants some. */
export const alerting: StackDefinition = {
  id: 'alerting',
  description: 'Alarms on what pages, and the dashboard',
  dependsOn: ['foundation', 'network', 'secrets', 'media', 'messaging', 'data', 'cluster', 'backup'],
  enabled: (environment) => environment.alerting !== undefined,
  build: (app, environment, upstream) =>
    new AlertingStack(app, {
      environment,
      alerting: section(environment, 'alerting'),
      ...findWatched(environment, upstream),
    }),
};
