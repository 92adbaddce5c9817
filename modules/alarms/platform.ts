import type { AlarmDefinition, Metric } from '../alarm.js';
import { Duration } from '../values/duration.js';

/** Refused connections a minute, of one gateway. */
const REFUSED_CONNECTIONS = 0;

/** Failed answers of an API server in five minutes. */
const API_SERVER_ERRORS = 50;

/** Alarm of one NAT gateway. */
export function natAlarm(zone: string, gatewayId: string): AlarmDefinition {
  return {
    name: `nat-${zone}-ports`,
    description: `NAT gateway of ${zone}: no ports left, so connections to the internet fail. Find in the flow logs who opens so many to one address; let it reuse connections, or reach AWS through an endpoint (network.interfaceEndpoints).`,
    metrics: {
      refused: {
        namespace: 'AWS/NATGateway',
        name: 'ErrorPortAllocation',
        dimensions: { NatGatewayId: gatewayId },
        statistic: 'Sum',
      },
    },
    comparison: 'above',
    threshold: REFUSED_CONNECTIONS,
    period: Duration.minutes(1),
    periods: 3,
  };
}

/** Alarm of a backup vault: jobs that failed, were aborted or never started. */
export function backupAlarm(vaultName: string): AlarmDefinition {
  const jobs = (name: string): Metric => ({
    namespace: 'AWS/Backup',
    name,
    dimensions: { BackupVaultName: vaultName },
    statistic: 'Sum',
  });
  return {
    name: 'backup-jobs',
    description: `Vault ${vaultName}: a backup failed, was aborted or did not start in time. Read the job's message in AWS Backup, repair the cause and start the backup by hand: until then the recovery point objective is not met.`,
    metrics: {
      failed: jobs('NumberOfBackupJobsFailed'),
      aborted: jobs('NumberOfBackupJobsAborted'),
      expired: jobs('NumberOfBackupJobsExpired'),
    },
    expression: 'SUM([FILL(failed, 0), FILL(aborted, 0), FILL(expired, 0)])',
    comparison: 'above',
    threshold: 0,
    period: Duration.hours(1),
    periods: 1,
  };
}

/** Alarm of a function: one failed run is enough, as functions here retry before they fail. */
export function functionAlarm(name: string, functionName: string): AlarmDefinition {
  return {
    name: `function-${name}-errors`,
    description: `Function ${functionName}: runs fail. Its log group is /aws/lambda/${functionName}; events that were given up on are in its dead-letter queue.`,
    metrics: { errors: functionMetric(functionName, 'Errors') },
    comparison: 'above',
    threshold: 0,
    period: Duration.minutes(5),
    periods: 1,
  };
}

/** Alarm of a cluster's control plane. */
export function clusterAlarm(clusterName: string): AlarmDefinition {
  return {
    name: 'cluster-api-errors',
    description: `Cluster ${clusterName}: the API server fails requests for 10 minutes, so nothing can be scheduled or rolled out. Look at the control-plane logs and the AWS Health Dashboard; a broken admission webhook is the usual cause.`,
    metrics: { errors: clusterMetric(clusterName, 'apiserver_request_total_5XX') },
    comparison: 'above',
    threshold: API_SERVER_ERRORS,
    period: Duration.minutes(5),
    periods: 2,
  };
}

/** A series of one function. */
export function functionMetric(functionName: string, name: string): Metric {
  return { namespace: 'AWS/Lambda', name, dimensions: { FunctionName: functionName }, statistic: 'Sum' };
}

/** A series of one control plane. */
export function clusterMetric(clusterName: string, name: string): Metric {
  return { namespace: 'AWS/EKS', name, dimensions: { ClusterName: clusterName }, statistic: 'Sum' };
}
