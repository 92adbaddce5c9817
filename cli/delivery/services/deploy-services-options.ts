import type { Helm, PackagedChart } from '../../adapters/helm/index.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import type { Progress } from '../../kernel/progress.js';
import type { StackOutputs } from '../../kernel/stack-outputs.js';
import type { Journal } from '../../session/journal/journal.js';
import type { ClusterCapabilities } from './service-context.js';
import type { ServiceValues } from './service-values-shape.js';

/** What looking at services and deploying them have in common. */
export interface ServicesOptions {
  readonly cluster: Kubernetes;
  /** @default the Helm program of this machine, found or fetched */
  readonly helm?: Helm;
  /** @default silent */
  readonly progress?: Progress;
  readonly outputs: StackOutputs;
  /** Only these. @default all that run on Kubernetes */
  readonly services?: readonly string[];
  /** Whether a service that is chosen by `services` is asked for, so that a version of it that was given up begins again. @default true */
  readonly asksAgain?: boolean;
  /** Images by service, as given with `--image`: a tag, or a full reference. @default those that run, or are declared */
  readonly images?: Readonly<Record<string, string>>;
  /** Address at which analyses ask Prometheus. */
  readonly prometheus: string;
  /** Address of the AWS emulator as pods reach it. @default the real AWS */
  readonly awsEndpoint?: string;
  /** @default what the cluster serves */
  readonly capabilities?: ClusterCapabilities;
  /** Services of an earlier release to apply again, by name. @default all are made from what is declared */
  readonly recorded?: Readonly<Record<string, RecordedService>>;
}

/** A service as an earlier release made it. */
export interface RecordedService {
  readonly chart: PackagedChart;
  readonly values: ServiceValues & Readonly<Record<string, unknown>>;
  /** Give it all traffic as soon as its first pods are healthy, past the steps of its canary. */
  readonly skipSteps: boolean;
}

/** What a deploy of services can be told. */
export interface DeployServicesOptions extends ServicesOptions {
  /** Aborted: nothing new starts, Helm ends what is under way, waiting ends. @default never */
  readonly signal?: AbortSignal;
  /** Follow canaries to their end. */
  readonly wait: boolean;
  /** Uninstall services that are declared no more. @default false: they are `undeclared` in the result */
  readonly prune?: boolean;
  /** Services at once, 1 to 16. @default 4 */
  readonly parallelism?: number;
  /** Told what is about to be done to each service. @default nobody is told */
  readonly journal?: Journal;
  /** Identifier of the release that this is a part of. @default none */
  readonly releaseId?: string;
  /** Step that the services are shown below. @default a step of the top level is made: `services` */
  readonly parent?: string;
  /** How health is waited for; tests shorten it. @default see {@link WaitTimes} */
  readonly times?: Partial<WaitTimes>;
}

/** How long what is waited for. Milliseconds. */
export interface WaitTimes {
  /** Between two looks at the cluster. @default 1000 */
  readonly pollMs: number;
  /** How long a reason that is clearly fatal may last before the deploy fails. @default 15000 */
  readonly graceMs: number;
  /** Beside what the service's own start may take. @default 60000 */
  readonly slackMs: number;
  /** How long a canary may be followed. @default 3600000 */
  readonly canaryMs: number;
  /** Life of the deploy lock without a sign of its holder. @default 15000 */
  readonly leaseMs: number;
}
