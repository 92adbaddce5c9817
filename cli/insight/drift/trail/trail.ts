import type { CloudTrailClient, Event } from '@aws-sdk/client-cloudtrail';
import { awsEndpoint } from '../../../adapters/aws/index.js';
import type { Cloud } from '../../../session/cloud/index.js';
import type { DriftAuthor } from '../drift-result.js';

/** Which resource is asked about. */
export interface TrailQuery {
  /** Names that the trail may know it by: id, name, ARN; the likeliest first. */
  readonly names: readonly string[];
  readonly type: string;
  /** ISO 8601: nothing earlier. @default 90 days ago, which is as far as the trail goes back */
  readonly since?: string;
}

/** What a trail says: who changed it, newest first, or why nobody can tell. */
export type TrailAnswer = { readonly authors: readonly DriftAuthor[] } | { readonly none: string };

/** A record of who called what. */
export interface Trail {
  authors(query: TrailQuery): Promise<TrailAnswer>;
}

/** How a trail is reached. */
export interface TrailDependencies {
  /** A client of a region. */
  readonly client: (region: string) => Promise<Pick<CloudTrailClient, 'send'>>;
  /** Milliseconds between two requests: AWS allows two a second in a region. @default 500; 0 for the sandbox */
  readonly paceMs?: number;
}

/** The event history of the environment's account; it is there without any trail being set up. */
export function openTrail(
  { endpoint, region, accountId }: Pick<Cloud, 'endpoint' | 'region' | 'accountId'>,
  dependencies: Partial<TrailDependencies> = {},
): Trail {
  const open = async (at: string) => {
    const { CloudTrailClient } = await import('@aws-sdk/client-cloudtrail');
    return endpoint
      ? new CloudTrailClient({
          endpoint,
          region: at,
          credentials: { accessKeyId: accountId, secretAccessKey: 'sandbox' },
          maxAttempts: 1,
        })
      : new CloudTrailClient({ region: at, endpoint: awsEndpoint('cloudtrail', at), maxAttempts: 5 });
  };
  return new EventHistory(region, { client: open, paceMs: endpoint ? 0 : 500, ...dependencies });
}

/**
 * CloudTrail's event history: management events of 90 days, minutes after they happened. Events of global services are kept
 * in us-east-1.
 *
 * Sources: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html,
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 */
class EventHistory implements Trail {
  private readonly clients = new Map<string, Promise<Pick<CloudTrailClient, 'send'>>>();
  private none: string | undefined;
  private last = 0;

  constructor(
    private readonly home: string,
    private readonly dependencies: TrailDependencies,
  ) {}

  async authors({ names, type, since }: TrailQuery): Promise<TrailAnswer> {
    if (this.none) return { none: this.none };
    const region = isGlobal(type) ? 'us-east-1' : this.home;
    try {
      for (const name of names) {
        const events = await this.lookup(region, name, since);
        const authors = events.filter((event) => event.ReadOnly !== 'true').map(authorOf);
        if (authors.length > 0) return { authors: authors.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, SHOWN) };
      }
    } catch (error) {
      // Without the permission, or without a trail as in the sandbox: it is the same for every other resource.
      this.none = reasonOf(error);
      return { none: this.none };
    }
    return { none: 'the trail names nobody; it is some minutes late, goes back 90 days, and knows no data events' };
  }

  private async lookup(region: string, name: string, since: string | undefined): Promise<Event[]> {
    const { LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail');
    const known = this.clients.get(region) ?? this.dependencies.client(region);
    this.clients.set(region, known);
    await this.pace();
    const answer = await (await known).send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: name }],
        ...(since ? { StartTime: new Date(since) } : {}),
        MaxResults: 50,
      }),
    );
    return answer.Events ?? [];
  }

  private async pace(): Promise<void> {
    const { paceMs = 500 } = this.dependencies;
    const wait = this.last + paceMs - Date.now();
    this.last = Math.max(Date.now(), this.last + paceMs);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

const SHOWN = 3;

/** Services with one endpoint for the world. */
function isGlobal(type: string): boolean {
  return /^aws_(iam|cloudfront|route53|organizations|globalaccelerator|budgets)_/.test(type);
}

function authorOf({ CloudTrailEvent, EventName = '', EventTime, Username }: Event): DriftAuthor {
  const { sourceIPAddress, userIdentity } = details(CloudTrailEvent);
  const who = userIdentity?.arn ?? Username ?? userIdentity?.invokedBy ?? 'unknown';
  const at = (EventTime ?? new Date(0)).toISOString();
  return { who, at, action: EventName, ...(sourceIPAddress ? { source: sourceIPAddress } : {}) };
}

interface EventDetails {
  readonly sourceIPAddress?: string;
  readonly userIdentity?: { readonly arn?: string; readonly invokedBy?: string };
}

function details(text: string | undefined): EventDetails {
  try {
    return JSON.parse(text ?? '{}') as EventDetails;
  } catch {
    return {};
  }
}

function reasonOf(error: unknown): string {
  const { name, message } = error as Error;
  if (/AccessDenied/.test(name)) return 'cloudtrail:LookupEvents is not allowed';
  if (/Unknown|Invalid|NotImplemented|Unsupported|Deserialization|SyntaxError/i.test(`${name} ${message}`))
    return 'there is none here';
  return `it does not answer: ${message.split('\n')[0] || name}`;
}
