import { DbProxy } from '@cdktn/provider-aws/lib/db-proxy/index.js';
import { DbProxyDefaultTargetGroup } from '@cdktn/provider-aws/lib/db-proxy-default-target-group/index.js';
import { DbProxyTarget } from '@cdktn/provider-aws/lib/db-proxy-target/index.js';
import { Fn, TerraformLocal } from 'cdktn';
import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { boundedName } from './bounded-name.js';
import { postgresAccess } from './grants/postgres.js';
import { secretAccess } from './grants/secret.js';
import type { Postgres } from './postgres.js';
import { ServiceRole } from './service-role.js';
import { Duration } from './values/duration.js';

/** What a {@link ConnectionProxy} is made from. */
export interface ConnectionProxyProps {
  readonly name: string;
  readonly location: AwsLocation;
  readonly database: Postgres;
  /** Database users that log in through it with IAM. */
  readonly users: readonly string[];
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  /** Key of the secret of the database's first user. */
  readonly secretKeyArn: string;
}

/** Position of `db-proxy:prx-…` in an ARN. */
const RESOURCE_ID_FIELD = 6;

/** RDS Proxy: pools connections, TLS only, IAM from the client to the proxy and from the proxy to the database. */
export class ConnectionProxy extends Construct {
  readonly endpoint: string;
  readonly arn: string;
  /** `prx-…`, what IAM logins name. */
  readonly resourceId: string;

  constructor(scope: Construct, id: string, props: ConnectionProxyProps) {
    super(scope, id);
    const { name, location, database } = props;
    const role = new ServiceRole(this, 'role', {
      name: boundedName(`${name}-proxy`, 64),
      description: `Logs in to ${name} for its clients`,
      service: 'rds',
      location,
      statements: [
        ...secretAccess(location, { name: 'first-user', arn: database.secretArn, keyArn: props.secretKeyArn }),
        ...props.users.flatMap((user) =>
          postgresAccess(location, { name: user, resourceIds: [database.resourceId] }, user),
        ),
      ],
    });
    const proxy = new DbProxy(this, 'Default', {
      name: boundedName(name, 63),
      engineFamily: 'POSTGRESQL',
      roleArn: role.arn,
      requireTls: true,
      debugLogging: false,
      idleClientTimeout: Duration.minutes(30).toSeconds(),
      defaultAuthScheme: 'IAM_AUTH',
      auth: [
        {
          authScheme: 'SECRETS',
          iamAuth: 'REQUIRED',
          secretArn: database.secretArn,
          description: 'First user of the database',
        },
      ],
      vpcSubnetIds: [...props.subnetIds],
      vpcSecurityGroupIds: [props.securityGroupId],
    });
    const group = new DbProxyDefaultTargetGroup(this, 'group', {
      dbProxyName: proxy.name,
      connectionPoolConfig: {
        // The rest is left for people and replication.
        maxConnectionsPercent: 90,
        maxIdleConnectionsPercent: 50,
        connectionBorrowTimeout: Duration.minutes(2).toSeconds(),
      },
    });
    new DbProxyTarget(this, 'target', {
      dbProxyName: proxy.name,
      targetGroupName: group.name,
      dbInstanceIdentifier: database.identifier,
    });
    this.endpoint = proxy.endpoint;
    this.arn = proxy.arn;
    // A local, so that policies which name it stay plain JSON: the expression has quotes of its own.
    this.resourceId = new TerraformLocal(
      this,
      'resource-id',
      Fn.element(Fn.split(':', proxy.arn), RESOURCE_ID_FIELD),
    ).asString;
  }
}
