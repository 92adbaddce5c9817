import { BacklotError } from '../../../modules/values/backlot-error.js';
import { canonicalHash } from '../../kernel/canonical-hash.js';
import { silent } from '../../kernel/progress.js';
import type { Session } from '../../session/open/session.js';
import { readStackOutputs } from '../../session/outputs/stack-outputs.js';
import type { ServiceChange } from '../services/index.js';

/** The services' part of a plan. */
export interface ServicePlan {
  /** What a deploy would change. @default it cannot be told, see `unknown` */
  readonly changes?: readonly ServiceChange[];
  /** Why it cannot be told. */
  readonly unknown?: string;
}

/** The services' part of a saved plan: what a deploy of it has to find again. */
export interface SavedServices {
  /** Hash of what would change, by service. */
  readonly hashes: Readonly<Record<string, string>>;
  /** Images that were asked for, by service. */
  readonly images: Readonly<Record<string, string>>;
}

/** What a plan of services is told. */
export interface ServicePlanOptions {
  readonly services?: readonly string[];
  readonly images?: Readonly<Record<string, string>>;
  readonly context?: string;
}

/**
 * What a deploy would change in the services; starts no cluster. Undefined for an environment without services in a cluster.
 *
 * @throws BacklotError `UnknownService`, `InvalidImage` (exit code 3).
 */
export async function planServices(session: Session, options: ServicePlanOptions): Promise<ServicePlan | undefined> {
  const { environment, cloud } = session;
  if (!environment.cluster || Object.keys(environment.services).length === 0) return undefined;
  try {
    const outputs = await readStackOutputs(session);
    if (!outputs.cluster && session.stacks.some(({ id }) => id === 'cluster')) {
      return { unknown: "stack 'cluster' is not applied yet" };
    }
    const { context, images, services } = options;
    const { endpoint: awsEndpoint } = cloud;
    const opening = { progress: silent, outputs, context, awsEndpoint, start: false };
    const cluster = await session.openCluster(opening);
    const { previewServices } = await import('../services/index.js');
    const changes = await previewServices(environment, {
      cluster: cluster.kubernetes,
      progress: silent,
      outputs,
      services,
      images,
      prometheus: cluster.prometheus,
      awsEndpoint: cluster.awsEndpoint,
    });
    return { changes };
  } catch (error) {
    // A plan of the stacks is of use also where the cluster can't be asked; what is wrong with the question is not.
    if (!(error instanceof BacklotError) || error.exitCode === 3) throw error;
    return { unknown: error.message };
  }
}

/** What is kept of it with a saved plan. @default it could not be told, so nothing is bound */
export function savedServices(
  plan: ServicePlan | undefined,
  images: Readonly<Record<string, string>> = {},
): SavedServices | undefined {
  if (!plan?.changes) return undefined;
  const hashes = plan.changes.map((change) => [change.service, hashOfChange(change)] as const);
  return { hashes: Object.fromEntries(hashes), images };
}

/** Whether a deploy would do something. */
export function servicesChange(plan: ServicePlan | undefined): boolean {
  return plan?.changes?.some(({ action }) => action !== 'unchanged' && action !== 'delete') ?? false;
}

/** Names what would change, but not the release that brings it. */
export function hashOfChange({ values, ...change }: ServiceChange): string {
  return canonicalHash({ ...change, values: values.filter(({ path }) => !path.startsWith('release.')) });
}
