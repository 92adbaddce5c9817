import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { ApiObject } from '../../handlers/contract.js';
import type { AnswerLog } from '../answers/answer-log.js';
import { operationShapes, type Shape } from '../mapping/shape.js';
import { ApiError } from './api-error.js';
import { loopbackEndpoint } from './loopback-endpoint.js';
import { LoopbackHandler } from './loopback-handler.js';
import { services } from './services.js';

interface Client {
  send(command: object, options?: { abortSignal?: AbortSignal }): Promise<ApiObject>;
  destroy(): void;
}

type Constructor<T> = new (input: object) => T;
type ServiceModule = { readonly [name: string]: Constructor<object> };

/** What the clients are bound to. */
export interface AwsClientsProps {
  /** Address of the emulator; must be a loopback address. */
  readonly endpoint: string;
  /** Twelve digits; the emulator keeps a separate cloud for each. */
  readonly account: string;
  /** Notes what is asked and answered. @default nobody does */
  readonly log?: AnswerLog;
}

/**
 * AWS SDK clients that can only reach the emulator. One client per service and region, all on one pool of kept
 * connections. Environment variables, profiles and metadata services have no say: everything is set explicitly.
 */
export class AwsClients {
  readonly account: string;
  /** Requests sent so far. */
  requests = 0;
  private readonly url: string;
  private readonly http: LoopbackHandler;
  private readonly log: AnswerLog | undefined;
  private readonly clients = new Map<string, Client>();
  private readonly shapes = new Map<string, Promise<{ input: Shape; output: Shape }>>();

  /** @throws BacklotError `NotLoopback` */
  constructor(props: AwsClientsProps) {
    const endpoint = loopbackEndpoint(props.endpoint);
    this.url = endpoint.url;
    this.account = props.account;
    this.log = props.log;
    this.http = new LoopbackHandler(endpoint, props.log);
  }

  /** @throws ApiError when the API refuses */
  async send(
    service: string,
    region: string,
    operation: string,
    input: ApiObject,
    abortSignal?: AbortSignal,
  ): Promise<ApiObject> {
    const module = await this.module(service);
    const client = this.client(service, region, module);
    this.requests += 1;
    this.log?.operation(operation);
    try {
      return await client.send(new (commandOf(module, service, operation))(input), { abortSignal });
    } catch (error) {
      throw ApiError.from(error, service, operation);
    }
  }

  /** Forms of an operation's input and output. */
  operation(service: string, operation: string): Promise<{ readonly input: Shape; readonly output: Shape }> {
    const key = `${service}:${operation}`;
    const known = this.shapes.get(key);
    if (known) return known;
    const reading = this.module(service).then((module) =>
      operationShapes(new (commandOf(module, service, operation))({})),
    );
    this.shapes.set(key, reading);
    return reading;
  }

  /** Closes all connections. */
  destroy(): void {
    for (const client of this.clients.values()) client.destroy();
    this.clients.clear();
    this.http.destroy();
  }

  private async module(service: string): Promise<ServiceModule> {
    const known = services[service];
    if (!known) throw contractError(`No AWS service is called "${service}" in client/services.ts.`);
    const loaded = (await known.load()) as { readonly default?: ServiceModule };
    return (loaded.default ?? loaded) as ServiceModule;
  }

  private client(service: string, region: string, module: ServiceModule): Client {
    const key = `${service}/${region}`;
    const known = this.clients.get(key);
    if (known) return known;
    const ClientClass = module[services[service]?.client ?? ''] as unknown as Constructor<Client>;
    const made = new ClientClass({
      region,
      endpoint: this.url,
      credentials: { accessKeyId: this.account, secretAccessKey: 'sandbox' },
      requestHandler: this.http,
      ...(service === 's3' ? S3_SETTINGS : {}),
      ...FIXED_SETTINGS,
    });
    this.clients.set(key, made);
    return made;
  }
}

/** Settings that the SDK would otherwise look for in the environment or in profiles. */
const FIXED_SETTINGS = {
  maxAttempts: 5,
  retryMode: 'standard',
  defaultsMode: 'standard',
  disableHostPrefix: true,
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  userAgentAppId: 'backlot-sandbox',
  accountIdEndpointMode: 'disabled',
  authSchemePreference: [],
  ignoreConfiguredEndpointUrls: true,
};

const S3_SETTINGS = {
  forcePathStyle: true,
  useArnRegion: false,
  disableMultiregionAccessPoints: true,
  disableS3ExpressSessionAuth: true,
  followRegionRedirects: false,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
};

function commandOf(module: ServiceModule, service: string, operation: string): Constructor<object> {
  const command = module[`${operation}Command`];
  if (!command) throw contractError(`The ${service} client has no operation "${operation}".`);
  return command;
}

function contractError(message: string): BacklotError {
  return new BacklotError({ code: 'BrokenHandler', source: 'platform', message });
}
