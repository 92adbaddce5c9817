import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { ResourceNames } from '../../../stacks/resource-names.js';
import { stateLocation } from '../../../stacks/state-location.js';
import type { Distribution, ImageCatalog } from '../../adapters/images/index.js';
import type { StackOutputs } from '../../kernel/stack-outputs.js';
import { unknownName } from '../../kernel/unknown-name.js';
import type { Cloud } from '../../session/cloud/index.js';
import type { SessionWith } from '../../session/open/session.js';
import { withSession } from '../../session/open/with-session.js';
import { stackOutput } from '../../session/outputs/stack-output.js';
import { type ImagesOptions, toolingOf } from './images-options.js';

/** A repository of a service. */
export interface ServiceRepository {
  /** `<host>/<name>`, as images carry it. */
  readonly url: string;
  /** `123456789012.dkr.ecr.eu-central-1.amazonaws.com` */
  readonly host: string;
  /** `movies-prod/api` */
  readonly name: string;
}

/** A session on the images of an environment. */
export interface ImagesSession extends SessionWith<'cloud' | 'cluster'> {
  readonly catalog: ImageCatalog;
  /** The repository of a service. @throws BacklotError `UnknownService`, `OutputMissing` */
  repository(service: string): Promise<ServiceRepository>;
  /** The registry of the environment, by its protocol. */
  distribution(): Promise<Distribution>;
}

/** Runs `work` on an environment's registry; starts nothing. @throws BacklotError `RegistryMissing`, `SandboxDown` … */
export async function withImages<T>(
  environment: Environment,
  options: ImagesOptions,
  work: (session: ImagesSession) => Promise<T>,
): Promise<T> {
  requireRegistry(environment);
  return withSession(environment, sessionOptions(options), (session) => withCatalog(session, options, work));
}

/** What a session is opened with. */
export function sessionOptions({ context, interrupts, progress, lockTimeoutMs, tooling }: ImagesOptions) {
  const { connect, leaseSeconds, openCloud } = tooling ?? {};
  const common = {
    context,
    progress,
    interrupts,
    lockTimeoutMs,
    connect,
    tooling: { leaseSeconds, ...(openCloud ? { openCloud } : {}) },
  };
  return { ...common, interruptible: true, needs: ['cloud', 'cluster'] as const };
}

/** The same with a session that is open; its credentials may be those of another account. */
export async function withCatalog<T>(
  session: SessionWith<'cloud' | 'cluster'>,
  options: ImagesOptions,
  work: (session: ImagesSession) => Promise<T>,
): Promise<T> {
  const { cloud, environment, stop } = session;
  const { accountId, region } = environment.aws;
  const foreign = cloud.accountId !== accountId;
  const catalog = await toolingOf(options).catalog(cloud, accountId, region);
  try {
    return await work({
      ...session,
      catalog,
      repository: (service) =>
        foreign ? expectedRepository(environment, service) : appliedRepository(cloud, environment, service),
      distribution: async () => {
        const { Distribution } = await import('../../adapters/images/index.js');
        return new Distribution({
          host: registryHost(environment),
          login: () => catalog.login(),
          signal: stop,
          ...(cloud.endpoint ? { address: cloud.endpoint } : {}),
        });
      },
    });
  } finally {
    catalog.close();
  }
}

/** Host of the registry of an account in a region. https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
export function registryHost({ aws: { accountId, region } }: Environment): string {
  return `${accountId}.dkr.ecr.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

/** Makes sure that an environment declares a service. @throws BacklotError `UnknownService` naming those that it has */
export function declaredService(environment: Environment, service: string) {
  const found = environment.services[service];
  if (found) return found;
  const known = Object.keys(environment.services);
  throw unknownName({
    code: 'UnknownService',
    given: service,
    known,
    message: `'${environment.id}' has no service '${service}'; ${known.length > 0 ? `there are: ${known.join(', ')}` : 'it has none'}`,
    actions: [`backlot images list ${environment.id}`],
    details: { service, known },
  });
}

/** As the stack `registry` made it. */
async function appliedRepository(cloud: Cloud, environment: Environment, service: string): Promise<ServiceRepository> {
  declaredService(environment, service);
  const { bucket, key } = stateLocation(environment, 'registry');
  const state = await cloud.states.read({ bucket, key });
  const values = Object.entries(state?.outputs ?? {}).map(([name, { value }]) => [name, value]);
  const outputs: StackOutputs =
    state && state.resources.length > 0 ? { registry: Object.fromEntries(values) as Record<string, unknown> } : {};
  return repositoryOf(stackOutput(environment, outputs, 'registry').entry('repository_urls', service));
}

/** As that stack names it: the state of another account isn't read. */
async function expectedRepository(environment: Environment, service: string): Promise<ServiceRepository> {
  const { repository = service } = declaredService(environment, service);
  return repositoryOf(`${registryHost(environment)}/${new ResourceNames(environment).of()}/${repository}`);
}

function repositoryOf(url: string): ServiceRepository {
  const slash = url.indexOf('/');
  return { url, host: url.slice(0, slash), name: url.slice(slash + 1) };
}

function requireRegistry({ id, registry }: Environment): void {
  if (registry) return;
  throw new BacklotError({
    code: 'RegistryMissing',
    message: `'${id}' has no section registry, so it has no images of its own`,
    exitCode: 3,
    hints: ['add registry: {} to the environment'],
    actions: [`backlot deploy ${id} --stack registry`],
  });
}
