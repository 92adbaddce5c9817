import type { Environment } from '../environments/model/index.js';
import { BacklotError } from '../modules/values/backlot-error.js';

/** An object of the baseline, ready to be applied. */
export interface BaselineObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** What the baseline cannot learn from the environment. */
export interface BaselineOptions {
  /** Address of Prometheus as the controller of canaries sees it. @default that of the platform's own in the cluster */
  readonly prometheus?: string;
}

/** Address of the platform's Prometheus inside the cluster. */
export const CLUSTER_PROMETHEUS = 'http://prometheus-operated.observability.svc:9090';

/** One rendering at a time: Pulumi's monitor is one per process. */
let rendering: Promise<unknown> = Promise.resolve();

/**
 * The ground rules of an environment's cluster, in an order that they can be applied in. Pulumi's types are only loaded
 * by this call, about half a second the first time; no Pulumi program or plugin is run.
 *
 * @throws BacklotError `NoCluster`, `BaselineFailed`.
 */
export function renderBaseline(environment: Environment, options: BaselineOptions = {}): Promise<BaselineObject[]> {
  const turn = rendering.then(() => render(environment, options));
  rendering = turn.catch(() => undefined);
  return turn;
}

async function render(environment: Environment, options: BaselineOptions): Promise<BaselineObject[]> {
  const { cluster } = environment;
  if (!cluster) {
    throw new BacklotError({
      code: 'NoCluster',
      message: `environment '${environment.id}' declares no cluster`,
      exitCode: 3,
      hints: [`add 'cluster:' to environments/${environment.id}.yaml`],
    });
  }
  const { composeBaseline, setMocks } = await import('./cluster-baseline-objects.js');
  const objects: BaselineObject[] = [];
  try {
    await setMocks({
      newResource: ({ name, inputs, custom }) => {
        if (custom) objects.push(inputs);
        return { id: name, state: inputs };
      },
      call: ({ token }) => {
        throw new Error(`the baseline must not ask for anything, but it calls ${token}`);
      },
    });
    const { prometheus = CLUSTER_PROMETHEUS } = options;
    // Registration goes on after the constructors; a resource that fails must not be left out in silence.
    await Promise.all(composeBaseline(environment, cluster, prometheus).map(registered));
  } catch (cause) {
    throw new BacklotError({
      code: 'BaselineFailed',
      message: `the baseline of environment '${environment.id}' cannot be made: ${(cause as Error).message}`,
      source: 'platform',
      actions: [`backlot config ${environment.id}`],
      cause,
    });
  }
  return objects.sort(inOrder);
}

/** The part of a Pulumi output that its public type hides. */
function registered({ urn }: { readonly urn: unknown }): Promise<unknown> {
  return (urn as { promise(): Promise<unknown> }).promise();
}

/** What others refer to comes first. */
const KINDS = [
  'Namespace',
  'PriorityClass',
  'ConfigMap',
  'ResourceQuota',
  'LimitRange',
  'NetworkPolicy',
  'ClusterRole',
  'ClusterRoleBinding',
  'RoleBinding',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ClusterAnalysisTemplate',
];

function inOrder(one: BaselineObject, other: BaselineObject): number {
  const place = ({ kind }: BaselineObject) => (KINDS.includes(kind) ? KINDS.indexOf(kind) : KINDS.length);
  const key = ({ kind, metadata }: BaselineObject) => `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
  return place(one) - place(other) || (key(one) < key(other) ? -1 : 1);
}
