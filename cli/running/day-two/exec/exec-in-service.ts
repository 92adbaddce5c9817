import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { quoted } from '../../../../modules/values/shell-quoted.js';
import { silent } from '../../../kernel/progress.js';
import { recordEvent } from '../audit.js';
import { type ServiceCluster, type ServiceClusterOptions, streamsOf, withServiceCluster } from '../service-cluster.js';
import { containersOf, isSimulated, mainContainer, podsOf, type ServicePod, serves } from '../service-pods.js';
import { recordedCommand } from './exec-record.js';

/** What is run, and where. */
export interface ExecOptions extends ServiceClusterOptions {
  readonly service: string;
  readonly command: readonly string[];
  /** @default a ready one of the version, the oldest */
  readonly pod?: string;
  /** @default stable */
  readonly version?: 'stable' | 'canary';
  /** @default the one that serves */
  readonly container?: string;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** @default nothing is sent to it */
  readonly stdin?: Readable;
  /** Give it a terminal. @default false */
  readonly tty?: boolean;
  readonly signal?: AbortSignal;
}

/** Where a command was run, and how it ended. */
export interface ExecResult {
  readonly environment: string;
  readonly service: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly command: readonly string[];
  readonly exitCode: number;
}

/**
 * Runs a command in a container of a service, after writing down who does it as an Event of the pod, and how it ended after that. Where
 * the environment is protected, a command that can't be written down isn't run.
 * Takes no lock: it may run for hours, changes nothing that is declared, and is needed most while a deploy hangs.
 *
 * @throws BacklotError `CommandMissing`, `UnknownService`, `PodMissing`, `NoReadyPod`, `ContainerMissing`, `NoProcesses` for
 * pods that a simulator plays, `ExecNotRecorded`, `ExecFailed`, `ExecLost`.
 */
export async function execInService(environment: Environment, options: ExecOptions): Promise<ExecResult> {
  const { command, service } = options;
  if (command.length === 0) throw commandMissing(environment, service);
  return withServiceCluster(environment, [service], options, (meant) => run(environment, options, meant));
}

async function run(
  environment: Environment,
  options: ExecOptions,
  { cluster, namespace }: ServiceCluster,
): Promise<ExecResult> {
  const { command, progress = silent, service } = options;
  const pods = await podsOf(cluster, namespace, [service]);
  const { pod } = chosen(environment, pods, options);
  const { name } = pod.metadata;
  if (await isSimulated(cluster, [pod])) throw noProcesses(service, name);
  const container = options.container ?? mainContainer(pod, service);
  const there = containersOf(pod);
  if (!there.includes(container)) {
    throw new BacklotError({
      code: 'ContainerMissing',
      message: `pod '${name}' has no container '${container}'; it has: ${there.join(', ')}`,
      exitCode: 3,
    });
  }
  const streams = await streamsOf(cluster, options);
  const { signal, stderr, stdin, stdout, tty } = options;
  const request = { command, stdout, stderr, stdin, tty, signal };
  const run = randomBytes(4).toString('hex');
  const kept = recordedCommand(command, environment.audit?.commands ?? 'program');
  const notRecorded = await recordEvent(cluster, pod, {
    reason: 'CommandRun',
    message: `run ${run} in ${container}: ${kept}`,
  });
  if (notRecorded && environment.protected) throw execNotRecorded(environment, notRecorded);
  const warn = (message: string | undefined) => message && progress.emit({ type: 'note', level: 'warning', message });
  warn(notRecorded);
  const began = performance.now();
  const ended = async (how: string) => {
    const message = `run ${run} in ${container} ${how} after ${((performance.now() - began) / 1_000).toFixed(1)} s`;
    warn(await recordEvent(cluster, pod, { reason: 'CommandEnded', message }));
  };
  try {
    const exitCode = await streams.exec({ namespace, pod: name, container }, request);
    await ended(`exited with ${exitCode}`);
    return { environment: environment.id, service, namespace, pod: name, container, command, exitCode };
  } catch (error) {
    await ended(`ended without an exit code (${error instanceof BacklotError ? error.code : 'unknown error'})`);
    throw error;
  }
}

/** Nobody could tell afterwards who ran it: the command was not started. */
function execNotRecorded({ id }: Environment, reason: string): BacklotError {
  return new BacklotError({
    code: 'ExecNotRecorded',
    message: `'${id}' is protected, and ${reason}; the command was not run`,
    source: 'upstream',
    hints: ['whoever runs commands there needs the right to create events in the namespace of the services'],
    actions: [`backlot status ${id}`],
    details: { reason },
  });
}

function chosen(environment: Environment, pods: readonly ServicePod[], options: ExecOptions): ServicePod {
  const { pod: wanted, service, version = 'stable' } = options;
  if (wanted !== undefined) {
    const found = pods.find(({ pod }) => pod.metadata.name === wanted);
    if (found) return found;
    const names = pods.map(({ pod }) => pod.metadata.name);
    throw new BacklotError({
      code: 'PodMissing',
      message: `service '${service}' has no pod '${wanted}'; it has: ${names.join(', ') || 'none'}`,
      exitCode: 3,
      details: { pod: wanted, known: names },
    });
  }
  const ready = pods.filter((each) => each.version === version && serves(each.pod));
  const oldest = [...ready].sort((a, b) => (createdAt(a) < createdAt(b) ? -1 : 1))[0];
  if (oldest) return oldest;
  const versions = [...new Set(pods.filter(({ pod }) => serves(pod)).map((each) => each.version))];
  throw new BacklotError({
    code: 'NoReadyPod',
    message: `service '${service}' has no ready pod of its ${version} version (${pods.length} pods in all)`,
    actions: [
      ...versions.flatMap((each) =>
        each === 'other'
          ? []
          : [`backlot exec ${environment.id} ${service} --version ${each} -- ${options.command.map(quoted).join(' ')}`],
      ),
      `backlot events ${environment.id} ${service}`,
    ],
    details: { service, version },
  });
}

function createdAt({ pod }: ServicePod): string {
  return pod.metadata.creationTimestamp ?? '';
}

function commandMissing({ id }: Environment, service: string): BacklotError {
  return new BacklotError({
    code: 'CommandMissing',
    message: 'there is no command: write it behind --',
    exitCode: 3,
    actions: [`backlot exec ${id} ${service} -- env`],
  });
}

function noProcesses(service: string, pod: string): BacklotError {
  return new BacklotError({
    code: 'NoProcesses',
    message: `pod '${pod}' of '${service}' is simulated: its node is played by kwok and it has no container, so there is nothing that a command could run in`,
    source: 'platform',
    hints: ['use a cluster with real nodes: --context <kind, k3d or EKS>'],
    actions: [`backlot logs <environment> ${service}`],
    details: { service, pod },
  });
}
