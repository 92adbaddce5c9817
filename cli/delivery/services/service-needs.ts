import {
  type Environment,
  needVariable,
  type ResourceKind,
  resourceKind,
  secretVariables,
} from '../../../environments/model/index.js';
import { parseNeed } from '../../../stacks/need.js';
import type { StackOutputs } from '../../kernel/stack-outputs.js';
import { outputName, type StackOutputReader, stackOutput } from '../../session/outputs/stack-output.js';
import type { EgressValues, SecretValues } from './service-values-shape.js';

/** What the needs of a service bring into its pods. */
export interface NeededValues {
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: readonly SecretValues[];
  readonly egress: readonly EgressValues[];
}

const PORTS = { postgres: 5432, redis: 6379 } as const;

/**
 * Turns the needs of a service into variables, secrets and ways out of its pods. Services log in to databases and caches
 * with IAM over TLS, so there is no password among them.
 *
 * @throws BacklotError `OutputMissing`.
 */
export function neededValues(environment: Environment, service: string, outputs: StackOutputs): NeededValues {
  const stack = (id: string) => stackOutput(environment, outputs, id);
  const names = [...new Set((environment.services[service]?.needs ?? []).map((need) => parseNeed(need).name))];
  const parts = names.map((name): Partial<NeededValues> => {
    const kind = resourceKind(environment, name);
    switch (kind) {
      case 'postgres':
        return { env: postgres(environment, name, service, stack('data')), egress: [egress(name, kind, stack)] };
      case 'redis':
        return { env: redis(name, service, stack('data')), egress: [egress(name, kind, stack)] };
      case 'bucket':
        return { env: { [needVariable(name, 'BUCKET')]: stack('media').text(outputName('bucket', name)) } };
      case 'queue':
        return { env: { [needVariable(name, 'QUEUE_URL')]: queueUrl(name, stack('messaging')) } };
      case 'topic':
        return {
          env: { [needVariable(name, 'TOPIC_ARN')]: stack('messaging').text(outputName('topic', name, 'arn')) },
        };
      case 'secret':
        return { secrets: secret(environment, name, stack('secrets').entry('secret_arns', name)) };
      default:
        return {};
    }
  });
  return {
    env: Object.assign({}, ...parts.map(({ env }) => env)),
    secrets: parts.flatMap(({ secrets = [] }) => secrets),
    egress: parts.flatMap(({ egress = [] }) => egress),
  };
}

/** Name of a queue in AWS, which is also what its metrics are labelled with. */
export function queueName(name: string, messaging: StackOutputReader): string {
  return queueUrl(name, messaging).split('/').at(-1) ?? name;
}

function queueUrl(name: string, messaging: StackOutputReader): string {
  return messaging.text(outputName('queue', name, 'url'));
}

/** One variable, or one for each field of a value that is a JSON object. */
function secret({ secrets = {} }: Environment, name: string, remote: string): SecretValues[] {
  const declared = secrets[name];
  const variables = declared ? secretVariables(declared) : [];
  return variables.map(({ ending, property }) => ({
    name: property ? `${name}-${property}` : name,
    remote,
    ...(property ? { property } : {}),
    env: needVariable(name, ending),
  }));
}

/** Several hosts stand in one text with commas between, as libpq takes them. */
function postgres(environment: Environment, name: string, service: string, data: StackOutputReader) {
  const { proxy = false, database = '' } = environment.data?.postgres[name] ?? {};
  const host = data.text(outputName('postgres', name, proxy ? 'proxy_endpoint' : 'endpoint'));
  const replicas = data.texts(outputName('postgres', name, 'replica_endpoints'));
  return named(name, {
    HOST: host,
    READER_HOST: replicas.length > 0 ? replicas.join(',') : host,
    PORT: String(PORTS.postgres),
    DATABASE: database,
    USER: data.entry(outputName('postgres', name, 'user_names'), service),
    AUTH: 'iam',
    TLS: 'required',
  });
}

function redis(name: string, service: string, data: StackOutputReader) {
  return named(name, {
    HOST: data.text(outputName('redis', name, 'primary_endpoint')),
    READER_HOST: data.text(outputName('redis', name, 'reader_endpoint')),
    PORT: String(PORTS.redis),
    USER: data.entry(outputName('redis', name, 'user_names'), service),
    AUTH: 'iam',
    TLS: 'required',
    // IAM tokens of ElastiCache are signed for the cluster's name, not for its host.
    CLUSTER: data.text(outputName('redis', name, 'replication_group_id')),
  });
}

function named(resource: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([ending, value]) => [needVariable(resource, ending), value]));
}

/** Data stores, and the proxies in front of them, are in the data subnets and nowhere else. */
function egress(
  name: string,
  kind: Extract<ResourceKind, keyof typeof PORTS>,
  stack: (id: string) => StackOutputReader,
): EgressValues {
  return { name, cidrs: stack('network').texts('data_subnet_cidrs'), ports: [PORTS[kind]] };
}
