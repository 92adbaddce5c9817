import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { ApiObject, AwsCalls, CallOptions } from '../../../../resources/aws-calls.js';
import { services } from '../../../../sandbox/aws/provider/client/services.js';
import type { Cloud } from '../../cloud/index.js';

/** Calls of the SDK: to the emulator with keys that no account knows, else with the person's own credentials. */
export class SdkCalls implements AwsCalls {
  private readonly clients = new Map<string, Promise<{ module: ApiObject; client: ApiObject }>>();

  constructor(private readonly cloud: Pick<Cloud, 'region' | 'accountId' | 'endpoint'>) {}

  get region() {
    return this.cloud.region;
  }

  get accountId() {
    return this.cloud.accountId;
  }

  get partition() {
    return this.region.startsWith('cn-') ? 'aws-cn' : this.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  }

  async ask(operation: string, input: ApiObject, { region = this.region }: CallOptions = {}) {
    const [service = '', name = ''] = operation.split(':');
    const { module, client } = await this.open(service, region);
    let all: ApiObject | undefined;
    let page = input;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      let answer: ApiObject;
      try {
        answer = await client.send(new module[`${name}Command`](page));
      } catch (error) {
        if (isAbsent(error as Error)) return all;
        throw lookupFailed(operation, region, error as Error);
      }
      all = all ? joined(all, answer) : answer;
      const next = nextPage(answer);
      if (!next) return all;
      page = { ...input, ...next };
    }
    return all;
  }

  async close(): Promise<void> {
    for (const opened of this.clients.values()) (await opened).client.destroy();
  }

  private open(service: string, region: string) {
    const key = `${service} ${region}`;
    const known = this.clients.get(key) ?? this.make(service, region);
    this.clients.set(key, known);
    return known;
  }

  private async make(service: string, region: string) {
    const entry = services[service];
    if (!entry) throw new Error(`no SDK client of '${service}'`);
    const module = (await entry.load()) as ApiObject;
    const { endpoint, accountId } = this.cloud;
    const sandbox = endpoint
      ? { endpoint, forcePathStyle: true, credentials: { accessKeyId: accountId, secretAccessKey: 'sandbox' } }
      : {};
    return { module, client: new module[entry.client]({ region, maxAttempts: 6, retryMode: 'adaptive', ...sandbox }) };
  }
}

const MOST_PAGES = 200;

function lookupFailed(operation: string, region: string, cause: Error): BacklotError {
  return new BacklotError({
    code: 'LookupFailed',
    message: `what is outside the state could not be looked for: ${operation} in ${region}: ${cause.name}: ${cause.message}`,
    source: 'upstream',
    hints: [`allow ${operation} to whoever deploys, or repeat it in a minute`],
    cause,
  });
}

/** Names of errors that say: there is none. S3 answers a HEAD with the bare status. */
function isAbsent({ name, $metadata }: Error & { $metadata?: { httpStatusCode?: number } }): boolean {
  return /NotFound|NoSuch|NonExistent|DoesNotExist|UnknownResource/.test(name) || $metadata?.httpStatusCode === 404;
}

/** The services name the mark of the next page in their own ways, CloudFront inside of its list. */
export function nextPage(answer: ApiObject): ApiObject | undefined {
  const list = Object.values(answer).find((member) => typeof member === 'object' && member?.NextMarker);
  if (answer.NextToken) return { NextToken: answer.NextToken };
  if (answer.nextToken) return { nextToken: answer.nextToken };
  if (answer.NextMarker) return { Marker: answer.NextMarker, NextMarker: answer.NextMarker };
  if (answer.Marker) return { Marker: answer.Marker };
  if (list) return { Marker: list.NextMarker };
  if (answer.NextContinuationToken) return { ContinuationToken: answer.NextContinuationToken };
  if (answer.NextRecordName) {
    const { NextRecordName, NextRecordType, NextRecordIdentifier } = answer;
    const StartRecordIdentifier = NextRecordIdentifier ?? undefined;
    return { StartRecordName: NextRecordName, StartRecordType: NextRecordType, StartRecordIdentifier };
  }
  return undefined;
}

/** Two pages of an answer as one. */
export function joined(all: ApiObject, more: ApiObject): ApiObject {
  const members = Object.entries(more).map(([name, value]) => {
    const before = all[name];
    if (Array.isArray(value) && Array.isArray(before)) return [name, [...before, ...value]];
    if (Array.isArray(value?.Items) && Array.isArray(before?.Items)) {
      return [name, { ...value, Items: [...before.Items, ...value.Items] }];
    }
    return [name, value];
  });
  return { ...all, ...Object.fromEntries(members) };
}
