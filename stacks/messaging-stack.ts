import { TerraformOutput } from 'cdktn';
import type { Construct } from 'constructs';
import type { Environment } from '../environments/model/index.js';
import { AwsLocation } from '../modules/aws-location.js';
import { boundedName } from '../modules/bounded-name.js';
import { BucketEvents } from '../modules/bucket-events.js';
import { DeadLetterQueue } from '../modules/dead-letter-queue.js';
import { queueAccess } from '../modules/grants/queue.js';
import { topicAccess } from '../modules/grants/topic.js';
import { LambdaFunction } from '../modules/lambda-function.js';
import { ProviderAccess } from '../modules/provider-access.js';
import { Queue } from '../modules/queue.js';
import { QueueEventSource } from '../modules/queue-event-source.js';
import { Topic } from '../modules/topic.js';
import { BacklotError } from '../modules/values/backlot-error.js';
import { Duration } from '../modules/values/duration.js';
import type { FoundationStack } from './foundation-stack.js';
import { functionArchive } from './function-archive.js';
import type { MediaStack } from './media-stack.js';
import { PlatformStack, type PlatformStackProps } from './platform-stack.js';
import { section } from './section.js';
import type { StackDefinition } from './stack-definition.js';

/** What a {@link MessagingStack} is made from. */
export interface MessagingStackProps extends PlatformStackProps {
  readonly foundation: FoundationStack;
  /** Owner of the buckets whose events feed queues. @default none: no queue may have a source */
  readonly media?: MediaStack;
}

type Messaging = NonNullable<Environment['messaging']>;

/** A queue as other stacks see it. */
export interface QueueReference {
  readonly arn: string;
  readonly url: string;
  readonly name: string;
  readonly deadLetterArn: string;
  readonly deadLetterName: string;
}

/** Queues fed by buckets, topics, the providers' upload roles and the notices that they get about invalid data. */
export class MessagingStack extends PlatformStack {
  readonly queues: Readonly<Record<string, QueueReference>>;
  readonly topics: Readonly<Record<string, { readonly arn: string }>>;
  /** One topic per provider, so that nobody hears of another's data. */
  readonly providerTopics: Readonly<Record<string, { readonly arn: string }>>;
  readonly providerRoleArns: Readonly<Record<string, string>>;
  /** Name of the function that tells providers, where a queue asks for it. */
  readonly notifierName?: string;
  private readonly foundation: FoundationStack;
  private readonly media?: MediaStack;
  private readonly location: AwsLocation;

  constructor(scope: Construct, props: MessagingStackProps) {
    super(scope, 'messaging', props);
    const { environment } = props;
    this.foundation = props.foundation;
    this.media = props.media;
    this.location = new AwsLocation(environment.aws.accountId, environment.aws.region);
    const messaging = section(environment, 'messaging');

    const queues = mapValues(messaging.queues, (name, declared) => this.queue(name, declared));
    this.connectBuckets(messaging.queues, queues);
    this.topics = mapValues(messaging.topics, (name, { emails }) => this.topic(name, this.names.of(name), emails));
    this.providerTopics = mapValues(messaging.providers, (name, { email }) =>
      this.topic(`provider-${name}`, this.names.of('provider', name), email ? [email] : [], name),
    );
    this.providerRoleArns = messaging.providerUploads ? this.providers(messaging, messaging.providerUploads) : {};
    this.notifierName = this.notifier(messaging, queues);
    this.queues = queues;
    for (const [name, queue] of Object.entries(queues)) this.output('queue', name, 'url', queue.url);
    for (const [name, topic] of Object.entries(this.topics)) this.output('topic', name, 'arn', topic.arn);
    for (const [name, arn] of Object.entries(this.providerRoleArns)) this.output('provider', name, 'role_arn', arn);
  }

  private queue(name: string, declared: Messaging['queues'][string]): Queue {
    return new Queue(this, `queue-${name}`, {
      name: boundedName(this.names.of(name), 67),
      keyArn: this.foundation.keys.messaging.arn,
      visibilityTimeout: Duration.parse(declared.visibilityTimeout),
      retention: Duration.parse(declared.retention),
      maxReceives: declared.maxReceives,
      deadLetterRetention: Duration.parse(declared.deadLetterRetention),
    });
  }

  /** One list of events per bucket, whichever queues hear of it. */
  private connectBuckets(declared: Messaging['queues'], queues: Readonly<Record<string, Queue>>): void {
    const sources = Object.entries(declared).flatMap(([name, { source }]) => {
      const queue = queues[name];
      return source && queue ? [{ id: name, queue, ...source }] : [];
    });
    for (const name of new Set(sources.map(({ bucket }) => bucket))) {
      const bucket = this.bucket(name);
      new BucketEvents(this, `events-${name}`, {
        bucketName: bucket.name,
        bucketArn: bucket.arn,
        accountId: this.location.accountId,
        targets: sources.filter((source) => source.bucket === name),
      });
    }
  }

  private topic(id: string, name: string, emails: readonly string[], provider?: string): Topic {
    return new Topic(this, `topic-${id}`, {
      name,
      location: this.location,
      keyArn: this.foundation.keys.messaging.arn,
      emails,
      tags: provider ? { 'backlot:provider': provider } : undefined,
    });
  }

  private providers(
    { providers }: Messaging,
    uploads: NonNullable<Messaging['providerUploads']>,
  ): Record<string, string> {
    const bucket = this.bucket(uploads.bucket);
    return mapValues(providers, (provider, { principal, externalId }) => {
      const access = new ProviderAccess(this, `provider-${provider}`, {
        roleName: this.names.of('provider', provider),
        provider,
        principal,
        externalId,
        uploads: { bucketArn: bucket.arn, keyArn: bucket.keyArn, prefix: uploads.prefix },
      });
      return access.roleArn;
    });
  }

  private notifier(messaging: Messaging, queues: Readonly<Record<string, Queue>>): string | undefined {
    const notifying = Object.entries(queues).filter(([name]) => messaging.queues[name]?.notifyProviders);
    if (notifying.length === 0) return undefined;
    const keyArn = this.foundation.keys.messaging.arn;
    const name = boundedName(this.names.of('notify-provider'), 64);
    const failures = new DeadLetterQueue(this, 'notify-provider-dead-letters', {
      name: boundedName(`${name}-dead-letters`, 80),
      keyArn,
    });
    const notifier = new LambdaFunction(this, 'notify-provider', {
      name,
      description: 'Tells a provider that data it uploaded could not be used',
      location: this.location,
      archive: functionArchive('notify-provider'),
      statements: [
        ...notifying.flatMap(([queue, { deadLetterArn }]) =>
          queueAccess(this.location, { name: `${queue}-dead-letters`, arn: deadLetterArn, keyArn }, 'consume'),
        ),
        ...Object.entries(this.providerTopics).flatMap(([provider, { arn }]) =>
          topicAccess(this.location, { name: provider, arn, keyArn }),
        ),
      ],
      variables: {
        TOPICS: JSON.stringify(mapValues(this.providerTopics, (_, { arn }) => arn)),
        PREFIX: messaging.providerUploads?.prefix ?? 'providers/',
      },
      keyArn: this.foundation.keys.secrets.arn,
      logKeyArn: this.foundation.keys.logs.arn,
      deadLetters: { queueArn: failures.arn, keyArn },
    });
    for (const [queue, { deadLetterArn }] of notifying) {
      new QueueEventSource(this, `dead-letters-${queue}`, { queueArn: deadLetterArn, functionArn: notifier.arn });
    }
    return notifier.name;
  }

  private bucket(name: string) {
    const bucket = this.media?.buckets[name];
    if (bucket) return bucket;
    throw new BacklotError({
      code: 'UnknownBucket',
      message: `messaging names bucket '${name}', which media.buckets does not declare`,
      exitCode: 3,
    });
  }

  private output(kind: string, name: string, attribute: string, value: string): void {
    new TerraformOutput(this, `${kind}_${name}_${attribute}`.replaceAll('-', '_'), { value });
  }
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, map: (name: string, value: In) => Out) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(name, value)]));
}

/** The stack of messaging, where the environment has some. */
export const messaging: StackDefinition = {
  id: 'messaging',
  description: 'Queues fed by buckets, topics, upload roles and notices of providers',
  dependsOn: ['foundation', 'media'],
  enabled: (environment) => environment.messaging !== undefined,
  build: (app, environment, upstream) =>
    new MessagingStack(app, {
      environment,
      foundation: upstream.get<FoundationStack>('foundation'),
      media: upstream.find<MediaStack>('media'),
    }),
};
