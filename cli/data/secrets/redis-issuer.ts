import { setTimeout as delay } from 'node:timers/promises';
import type { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import type { Issuer } from './issuer.js';
import type { IssuerChoice } from './issuer-choice.js';
import { readLogin, requireLogin } from './login.js';
import { randomText } from './random-text.js';

/** ElastiCache takes passwords of 16 to 128 characters. */
const LONGEST_PASSWORD = 128;

const ACTIVE_MS = 300_000;

/**
 * One user of a cache with two passwords, both good until one is taken away.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html#rbac-using
 */
export async function redisIssuer({ declared, environment, session }: IssuerChoice): Promise<Issuer> {
  const sdk = await import('@aws-sdk/client-elasticache');
  const users = new CacheUsers(sdk, new sdk.ElastiCacheClient(session.cloud.settingsFor('elasticache')));
  const [userId = ''] = declared.users ?? [];
  return twoPasswords(userId, declared.length, users, `backlot status ${environment.id}`);
}

/** The same over users that are given. */
export function twoPasswords(
  userId: string,
  length: number,
  users: Pick<CacheUsers, 'nameOf' | 'setPasswords'>,
  look: string,
): Issuer {
  return {
    strategy: 'redis-user',
    propose: async () =>
      JSON.stringify({
        username: await users.nameOf(userId, look),
        password: randomText(Math.min(length, LONGEST_PASSWORD)),
      }),
    issue: async (value, current) => {
      const fresh = requireLogin(value, 'the new version').password;
      const old = readLogin(current)?.password;
      await users.setPasswords(userId, old && old !== fresh ? [fresh, old] : [fresh]);
    },
    // A cache lets in only its own network, so ElastiCache's word is taken.
    test: async () => 'ElastiCache says that both passwords are active',
    retire: async (_old, current) => {
      await users.setPasswords(userId, [requireLogin(current, 'the current version').password]);
      return `${userId} has the new password only`;
    },
  };
}

/** Users of ElastiCache. */
export class CacheUsers {
  constructor(
    private readonly sdk: typeof import('@aws-sdk/client-elasticache'),
    private readonly client: ElastiCacheClient,
  ) {}

  /** What the user logs in as. @throws BacklotError `UnknownCacheUser` */
  async nameOf(userId: string, look: string): Promise<string> {
    const user = await this.find(userId);
    if (user?.UserName) return user.UserName;
    throw new BacklotError({
      code: 'UnknownCacheUser',
      message: `ElastiCache has no user '${userId}'`,
      exitCode: 3,
      hints: [`make a user '${userId}', and put it into the cache's user group`],
      actions: [look],
    });
  }

  /** These passwords and no others; returns when the cache takes them. */
  async setPasswords(userId: string, passwords: readonly string[]): Promise<void> {
    await this.active(userId);
    const AuthenticationMode = { Type: 'password' as const, Passwords: [...passwords] };
    await this.client.send(new this.sdk.ModifyUserCommand({ UserId: userId, AuthenticationMode }));
    await this.active(userId);
  }

  private async active(userId: string): Promise<void> {
    const deadline = Date.now() + ACTIVE_MS;
    for (let wait = 200; ; wait = Math.min(5_000, wait * 2)) {
      const { Status } = (await this.find(userId)) ?? {};
      if (Status === 'active') return;
      if (Date.now() > deadline) {
        throw new BacklotError({
          code: 'CacheUserNotActive',
          message: `user '${userId}' of ElastiCache is '${Status ?? 'gone'}' instead of active`,
          source: 'upstream',
          exitCode: 69,
          actions: [shell`aws elasticache describe-users --user-id ${userId}`],
        });
      }
      await delay(wait);
    }
  }

  private async find(userId: string) {
    try {
      const { Users = [] } = await this.client.send(new this.sdk.DescribeUsersCommand({ UserId: userId }));
      return Users[0];
    } catch (error) {
      if ((error as Error).name === 'UserNotFoundFault' || (error as Error).name === 'UserNotFound') return undefined;
      throw error;
    }
  }
}
