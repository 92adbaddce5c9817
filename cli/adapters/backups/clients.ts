import type { Backup } from '@aws-sdk/client-backup';
import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { DocDB } from '@aws-sdk/client-docdb';
import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { EC2 } from '@aws-sdk/client-ec2';
import type { ElastiCache } from '@aws-sdk/client-elasticache';
import type { RDS } from '@aws-sdk/client-rds';
import type { S3 } from '@aws-sdk/client-s3';
import type { SecretsManager } from '@aws-sdk/client-secrets-manager';

/** Where the services are. */
export interface ClientsOptions {
  readonly region: string;
  /** Address of an emulator that is all services at once. @default the real AWS */
  readonly endpoint?: string;
  /** @default the default chain */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Attempts of a request that is throttled or gets no answer. @default 10 */
  readonly maxAttempts?: number;
  /** Told when a request is asked again, and why. @default nobody is */
  readonly retried?: (words: string) => void;
}

/** The services that backups speak to, each loaded and made when it is asked for first. */
export interface Clients {
  readonly region: string;
  rds(): Promise<RDS>;
  documentdb(): Promise<DocDB>;
  dynamodb(): Promise<DynamoDB>;
  elasticache(): Promise<ElastiCache>;
  s3(): Promise<S3>;
  backup(): Promise<Backup>;
  secrets(): Promise<SecretsManager>;
  ec2(): Promise<EC2>;
  cloudwatch(): Promise<CloudWatch>;
  /** The time by the clock of the service that answered last; by this machine's before the first answer. */
  now(): Date;
  close(): void;
}

/**
 * Clients with adaptive retries: what is throttled is asked again more slowly. The SDK signs by the server's clock when
 * this machine's is off, and {@link Clients.now} tells that clock.
 */
export function makeClients(options: ClientsOptions): Clients {
  const { region, endpoint, credentials, maxAttempts = 10, retried } = options;
  const made = new Map<string, Promise<Closable>>();
  let skew = 0;
  const heard = (serverTime: number) => {
    skew = serverTime - Date.now();
  };
  const settings = (host: string) => ({
    region,
    maxAttempts,
    retryMode: 'adaptive' as const,
    endpoint:
      endpoint ?? `https://${host}.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`,
    ...(credentials ? { credentials } : {}),
  });
  const once = <T extends Closable>(name: string, make: () => Promise<T>): Promise<T> => {
    let client = made.get(name) as Promise<T> | undefined;
    if (!client) {
      client = make().then((value) => listening(telling(value, name, retried), heard));
      made.set(name, client);
    }
    return client;
  };
  return {
    region,
    rds: () => once('rds', async () => new (await import('@aws-sdk/client-rds')).RDS(settings('rds'))),
    // DocumentDB answers at the address of RDS.
    documentdb: () => once('docdb', async () => new (await import('@aws-sdk/client-docdb')).DocDB(settings('rds'))),
    dynamodb: () =>
      once('dynamodb', async () => new (await import('@aws-sdk/client-dynamodb')).DynamoDB(settings('dynamodb'))),
    elasticache: () =>
      once('cache', async () => new (await import('@aws-sdk/client-elasticache')).ElastiCache(settings('elasticache'))),
    s3: () =>
      once('s3', async () => new (await import('@aws-sdk/client-s3')).S3({ ...settings('s3'), forcePathStyle: true })),
    backup: () => once('backup', async () => new (await import('@aws-sdk/client-backup')).Backup(settings('backup'))),
    secrets: () =>
      once(
        'secrets',
        async () => new (await import('@aws-sdk/client-secrets-manager')).SecretsManager(settings('secretsmanager')),
      ),
    cloudwatch: () =>
      once('metrics', async () => new (await import('@aws-sdk/client-cloudwatch')).CloudWatch(settings('monitoring'))),
    ec2: () => once('ec2', async () => new (await import('@aws-sdk/client-ec2')).EC2(settings('ec2'))),
    now: () => new Date(Date.now() + skew),
    close: () => {
      for (const client of made.values()) void client.then((each) => each.destroy()).catch(() => undefined); // never made
    },
  };
}

interface Closable {
  destroy(): void;
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

type Handler = (args: unknown) => Promise<{ readonly response?: { readonly headers?: Record<string, string> } }>;

/** Tells the Date of every answer, so that a wrong clock of this machine decides nothing. */
function listening<T extends Closable>(client: T, heard: (serverTime: number) => void): T {
  const middleware = (next: Handler) => async (args: unknown) => {
    const result = await next(args);
    const time = Date.parse(result.response?.headers?.date ?? '');
    if (!Number.isNaN(time)) heard(time);
    return result;
  };
  client.middlewareStack.add(middleware as never, { step: 'deserialize', name: 'serverTime' } as never);
  return client;
}

/** Tells of every attempt but the first that failed, so that nothing is asked again and again without a word. */
function telling<T extends Closable>(client: T, service: string, retried: ((words: string) => void) | undefined): T {
  if (!retried) return client;
  const middleware = (next: Handler, context: { readonly commandName?: string }) => async (args: unknown) => {
    try {
      return await next(args);
    } catch (error) {
      const { headers = {} } =
        (args as { readonly request?: { readonly headers?: Record<string, string> } }).request ?? {};
      const [, attempt, most] = /attempt=(\d+); max=(\d+)/.exec(headers['amz-sdk-request'] ?? '') ?? [];
      if (Number(attempt) > 1) {
        const { name, message } = error as Error;
        const what = `${service} ${context.commandName?.replace(/Command$/, '') ?? 'request'}`;
        retried(`${what}: attempt ${attempt} of ${most} failed too: ${name}: ${message.split('\n')[0]}`);
      }
      throw error;
    }
  };
  client.middlewareStack.add(
    middleware as never,
    { step: 'deserialize', priority: 'high', name: 'tellRetries' } as never,
  );
  return client;
}
