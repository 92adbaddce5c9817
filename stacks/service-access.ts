import type { Environment } from '../environments/model/index.js';
import type { AwsLocation } from '../modules/aws-location.js';
import { bucketAccess } from '../modules/grants/bucket.js';
import { postgresAccess, postgresUser } from '../modules/grants/postgres.js';
import { queueAccess } from '../modules/grants/queue.js';
import { redisAccess } from '../modules/grants/redis.js';
import { secretAccess } from '../modules/grants/secret.js';
import { topicAccess } from '../modules/grants/topic.js';
import type { PolicyStatement } from '../modules/policy-document.js';
import { BacklotError } from '../modules/values/backlot-error.js';
import type { DataStack } from './data-stack.js';
import type { FoundationStack } from './foundation-stack.js';
import type { MediaStack } from './media-stack.js';
import type { MessagingStack } from './messaging-stack.js';
import { type Need, parseNeed } from './need.js';
import type { SecretsStack } from './secrets-stack.js';

/** Stacks that own what a service may need. */
export interface NeededStacks {
  readonly foundation: FoundationStack;
  readonly media?: MediaStack;
  readonly messaging?: MessagingStack;
  readonly data?: DataStack;
  readonly secrets?: SecretsStack;
}

type Resolver = (need: Need, service: string) => readonly PolicyStatement[] | undefined;

/** Turns the needs of services into the statements of their policies: exactly these, by ARN. */
export class ServiceAccess {
  private readonly resolvers: readonly Resolver[];

  constructor(
    private readonly location: AwsLocation,
    private readonly stacks: NeededStacks,
  ) {
    this.resolvers = [
      this.bucket.bind(this),
      this.queue.bind(this),
      this.topic.bind(this),
      this.postgres.bind(this),
      this.redis.bind(this),
      this.secret.bind(this),
    ];
  }

  /**
   * Statements of one service.
   *
   * @throws BacklotError `UnknownNeed` when no resource has the name, `AmbiguousNeed` when several kinds have it,
   * `InvalidNeed` when the kind of access does not fit the kind of resource.
   */
  statementsOf(service: string, declared: Environment['services'][string]): PolicyStatement[] {
    return declared.needs.flatMap((text) => {
      const need = parseNeed(text);
      const found = this.resolvers.map((resolve) => resolve(need, service)).filter((found) => found !== undefined);
      const [statements, ...others] = found;
      if (!statements) throw needError('UnknownNeed', service, text, 'no declared resource has this name');
      if (others.length > 0) {
        throw needError('AmbiguousNeed', service, text, 'resources of several kinds have this name; rename one');
      }
      return statements;
    });
  }

  private bucket({ name, access }: Need, service: string) {
    const target = this.stacks.media?.buckets[name];
    if (!target) return undefined;
    if (access !== 'read' && access !== 'write') throw accessError(service, name, access, ['read', 'write']);
    return bucketAccess(this.location, { ...target, name }, access);
  }

  private queue({ name, access }: Need, service: string) {
    const target = this.stacks.messaging?.queues[name];
    if (!target) return undefined;
    if (access !== 'consume' && access !== 'publish') throw accessError(service, name, access, ['consume', 'publish']);
    return queueAccess(this.location, { name, arn: target.arn, keyArn: this.messagingKey }, access);
  }

  private topic({ name, access }: Need, service: string) {
    const target = this.stacks.messaging?.topics[name];
    if (!target) return undefined;
    if (access && access !== 'publish') throw accessError(service, name, access, ['publish']);
    return topicAccess(this.location, { name, arn: target.arn, keyArn: this.messagingKey });
  }

  private postgres({ name, access }: Need, service: string) {
    const target = this.stacks.data?.postgres[name];
    if (!target) return undefined;
    if (access) throw accessError(service, name, access, []);
    return postgresAccess(this.location, { name, resourceIds: target.loginResourceIds }, postgresUser(service));
  }

  private redis({ name, access }: Need, service: string) {
    const target = this.stacks.data?.redis[name];
    const userArn = target?.userArns[service];
    if (!target || !userArn) return undefined;
    if (access) throw accessError(service, name, access, []);
    return redisAccess({ name, arn: target.arn }, userArn);
  }

  private secret({ name, access }: Need, service: string) {
    const arn = this.stacks.secrets?.secretArns[name];
    if (!arn) return undefined;
    if (access && access !== 'read') throw accessError(service, name, access, ['read']);
    return secretAccess(this.location, { name, arn, keyArn: this.stacks.foundation.keys.secrets.arn });
  }

  private get messagingKey(): string {
    return this.stacks.foundation.keys.messaging.arn;
  }
}

function needError(code: string, service: string, need: string, reason: string): BacklotError {
  return new BacklotError({ code, message: `service '${service}' needs '${need}': ${reason}`, exitCode: 3 });
}

function accessError(service: string, name: string, access: string | undefined, accepted: readonly string[]) {
  const need = access ? `${name}:${access}` : name;
  const fix = accepted.length > 0 ? accepted.map((each) => `${name}:${each}`).join(' or ') : `${name}`;
  return needError('InvalidNeed', service, need, `write ${fix}`);
}
