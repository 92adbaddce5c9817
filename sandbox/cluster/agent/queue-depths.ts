import { loopbackEndpoint } from '../../aws/provider/client/loopback-endpoint.js';

/** Where the depth of queues comes from. */
export interface QueueDepthsProps {
  /** The AWS emulator. @default no queues are known */
  readonly endpoint?: string;
  readonly region: string;
  readonly accountId: string;
}

/** Depths are asked for again after this long. */
const FRESH_MS = 4000;
const ANSWER_MS = 3000;

/** Visible messages of SQS queues in the emulator; what it can't tell counts as none. */
export class QueueDepths {
  private readonly depths = new Map<string, { readonly at: number; readonly depth: number }>();
  private names: { readonly at: number; readonly urls: readonly string[] } = { at: 0, urls: [] };

  /** @throws BacklotError `NotLoopback` */
  constructor(private readonly props: QueueDepthsProps) {
    if (props.endpoint) loopbackEndpoint(props.endpoint);
  }

  /** What was read last; 0 before that. */
  last(queue: string): number {
    return this.depths.get(queue)?.depth ?? 0;
  }

  /** Reads the depth of a queue, given by its whole name or by the last part of it that the environment declares. */
  async read(queue: string, now = Date.now()): Promise<number> {
    const known = this.depths.get(queue);
    if (known && now - known.at < FRESH_MS) return known.depth;
    const url = await this.urlOf(queue, now);
    const depth = url ? await this.visible(url) : 0;
    this.depths.set(queue, { at: now, depth });
    return depth;
  }

  /** Names of all queues. */
  async list(now = Date.now()): Promise<string[]> {
    return (await this.urls(now)).map(nameOf);
  }

  private async urlOf(queue: string, now: number): Promise<string | undefined> {
    const urls = await this.urls(now);
    const exact = urls.find((url) => nameOf(url) === queue);
    const ending = urls.filter((url) => nameOf(url).endsWith(`-${queue}`));
    return exact ?? (ending.length === 1 ? ending[0] : undefined);
  }

  private async urls(now: number): Promise<readonly string[]> {
    if (now - this.names.at < FRESH_MS * 4) return this.names.urls;
    const answer = (await this.call('ListQueues', { MaxResults: 1000 })) as { QueueUrls?: string[] } | undefined;
    this.names = { at: now, urls: answer?.QueueUrls ?? this.names.urls };
    return this.names.urls;
  }

  private async visible(url: string): Promise<number> {
    const answer = (await this.call('GetQueueAttributes', {
      QueueUrl: url,
      AttributeNames: ['ApproximateNumberOfMessages'],
    })) as { Attributes?: Record<string, string> } | undefined;
    return Number(answer?.Attributes?.ApproximateNumberOfMessages ?? 0) || 0;
  }

  /** The emulator checks no signature; the credential tells it the account and the region. */
  private async call(operation: string, input: object): Promise<unknown> {
    const { endpoint, accountId, region } = this.props;
    if (!endpoint) return undefined;
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `AmazonSQS.${operation}`,
          authorization: `AWS4-HMAC-SHA256 Credential=${accountId}/${day}/${region}/sqs/aws4_request, SignedHeaders=host, Signature=none`,
        },
        body: JSON.stringify(input),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      return response.ok ? await response.json() : undefined;
    } catch {
      // The emulator may be stopped while the cluster runs: its queues are unknown then, not an error of the cluster.
      return undefined;
    }
  }
}

function nameOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}
