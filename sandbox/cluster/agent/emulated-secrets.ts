import { loopbackEndpoint } from '../../aws/provider/client/loopback-endpoint.js';

/** Where values of secrets come from. */
export interface EmulatedSecretsProps {
  /** The AWS emulator. */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
}

/** Names a value as an ExternalSecret does. */
export interface RemoteReference {
  /** Name or ARN of the secret. */
  readonly key: string;
  /** Which part of a value that is JSON: `password`, `database.user`. @default the whole value */
  readonly property?: string;
  /** Stage, or `uuid/` and the id of a version. @default `AWSCURRENT` */
  readonly version?: string;
}

/** A value and the version of the secret that it is of. */
export interface EmulatedValue<T> {
  readonly value: T;
  /** Id of the version. */
  readonly version: string;
}

const ANSWER_MS = 3000;

/** Values out of the emulator's Secrets Manager. */
export class EmulatedSecrets {
  private readonly endpoint: string;

  /** @throws BacklotError `NotLoopback` */
  constructor(private readonly props: EmulatedSecretsProps) {
    this.endpoint = loopbackEndpoint(props.endpoint).url;
  }

  /** One value. @throws Error in the words of the Secrets Manager */
  async value({ key, property, version = 'AWSCURRENT' }: RemoteReference): Promise<EmulatedValue<string>> {
    const found = await this.text(key, version);
    return property ? { ...found, value: propertyOf(found.value, property, key) } : found;
  }

  /** All values of a secret whose value is a JSON object. @throws Error */
  async values({ key, version = 'AWSCURRENT' }: RemoteReference): Promise<EmulatedValue<Record<string, string>>> {
    const found = await this.text(key, version);
    const parts = Object.entries(parse(found.value, key)).map(([name, value]) => [name, asText(value)]);
    return { ...found, value: Object.fromEntries(parts) };
  }

  /** Staging labels by version. @throws Error in the words of the Secrets Manager */
  async stages(key: string): Promise<Readonly<Record<string, readonly string[]>>> {
    const { VersionIdsToStages = {} } = await this.call('DescribeSecret', { SecretId: key });
    return VersionIdsToStages;
  }

  private async text(key: string, version: string): Promise<EmulatedValue<string>> {
    const id = /^uuid\/(.+)$/.exec(version)?.[1];
    const input = { SecretId: key, ...(id ? { VersionId: id } : { VersionStage: version }) };
    const { SecretString, SecretBinary, VersionId = '' } = await this.call('GetSecretValue', input);
    const value = SecretString ?? Buffer.from(SecretBinary ?? '', 'base64').toString('utf8');
    return { value, version: VersionId };
  }

  /** The emulator checks no signature; the credential tells it the account and the region. */
  private async call(operation: string, input: object): Promise<Answer> {
    const { accountId, region } = this.props;
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
    const response = await fetch(this.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `secretsmanager.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=${accountId}/${day}/${region}/secretsmanager/aws4_request, SignedHeaders=host, Signature=none`,
      },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const answer = (await response.json()) as Answer & Refusal;
    if (response.ok) return answer;
    const code = answer.__type?.split('#').at(-1) ?? `status ${response.status}`;
    throw new Error(`${code}: ${answer.message ?? answer.Message ?? 'no reason was given'}`);
  }
}

interface Answer {
  readonly SecretString?: string;
  readonly SecretBinary?: string;
  readonly VersionId?: string;
  readonly VersionIdsToStages?: Readonly<Record<string, readonly string[]>>;
}

interface Refusal {
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
}

function propertyOf(text: string, property: string, key: string): string {
  const parsed = parse(text, key);
  const found =
    parsed[property] ?? property.split('.').reduce<unknown>((at, name) => (isMap(at) ? at[name] : undefined), parsed);
  if (found === undefined) throw new Error(`key ${property} does not exist in secret ${key}`);
  return asText(found);
}

function parse(text: string, key: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isMap(parsed)) return parsed;
  } catch {
    // Said below: what the value is must not be part of the message.
  }
  throw new Error(`the value of secret ${key} is not a JSON object`);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
