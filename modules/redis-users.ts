import { ElasticacheUser } from '@cdktn/provider-aws/lib/elasticache-user/index.js';
import { ElasticacheUserGroup } from '@cdktn/provider-aws/lib/elasticache-user-group/index.js';
import { Construct } from 'constructs';
import { boundedName } from './bounded-name.js';

/** What {@link RedisUsers} are made from. */
export interface RedisUsersProps {
  /** Starts the ids, which are unique in the account and region. */
  readonly name: string;
  readonly engine: 'valkey' | 'redis';
  /** Services that log in. */
  readonly services: readonly string[];
}

/** ElastiCache takes ids of users and groups up to this. */
const LONGEST_ID = 40;

/** All keys and commands, beside those that change the server or reveal other clients. */
const EVERYDAY_ACCESS = 'on ~* &* +@all -@admin -@dangerous +info +keys';

/** One user per service that logs in with IAM: no password exists anywhere. */
export class RedisUsers extends Construct {
  readonly groupId: string;
  /** ARN of each service's user, by service. */
  readonly userArns: Readonly<Record<string, string>>;
  /** What each service logs in as, by service. */
  readonly userNames: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: RedisUsersProps) {
    super(scope, id);
    const { name, engine } = props;
    const users = props.services.map((service) => [service, this.user(service, props)] as const);
    const all = users.map(([, user]) => user.userId);
    if (engine === 'redis') all.unshift(this.lockedDefault(name));
    const group = new ElasticacheUserGroup(this, 'Default', {
      userGroupId: boundedName(name, LONGEST_ID),
      engine,
      userIds: all,
    });
    this.groupId = group.userGroupId;
    this.userArns = Object.fromEntries(users.map(([service, user]) => [service, user.arn]));
    this.userNames = Object.fromEntries(users.map(([service]) => [service, userName(name, service)]));
  }

  private user(service: string, { name, engine }: RedisUsersProps): ElasticacheUser {
    // With IAM the id and the name must be the same.
    const userId = userName(name, service);
    return new ElasticacheUser(this, `user-${service}`, {
      userId,
      userName: userId,
      engine,
      accessString: EVERYDAY_ACCESS,
      authenticationMode: { type: 'iam' },
      tags: { 'backlot:service': service },
    });
  }

  /**
   * Redis OSS insists on a user `default` in each group: this one is switched off. Valkey takes no user without
   * authentication and needs none.
   * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
   */
  private lockedDefault(name: string): string {
    return new ElasticacheUser(this, 'default', {
      userId: boundedName(`${name}-default`, LONGEST_ID),
      userName: 'default',
      engine: 'redis',
      accessString: 'off ~keys* -@all',
      authenticationMode: { type: 'no-password-required' },
    }).userId;
  }
}

function userName(cache: string, service: string): string {
  return boundedName(`${cache}-${service}`, LONGEST_ID);
}
