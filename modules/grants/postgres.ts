import type { AwsLocation } from '../aws-location.js';
import type { PolicyStatement } from '../policy-document.js';
import { statementId } from './statement-id.js';

/** A database that somebody needs. */
export interface PostgresTarget {
  readonly name: string;
  /** `db-…` of the instance and its replicas, `prx-…` of its proxy: what connections are made to. */
  readonly resourceIds: readonly string[];
}

/**
 * Logging in to a database with IAM, as one database user.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 */
export function postgresAccess(
  location: AwsLocation,
  target: PostgresTarget,
  user: string,
): readonly PolicyStatement[] {
  return [
    {
      sid: statementId('connect', target.name),
      actions: ['rds-db:connect'],
      resources: target.resourceIds.map((id) => location.arn({ service: 'rds-db', resource: `dbuser:${id}/${user}` })),
    },
  ];
}

/** Database user of a service: PostgreSQL would need quotes around a name with hyphens. */
export function postgresUser(service: string): string {
  return service.replaceAll('-', '_');
}
