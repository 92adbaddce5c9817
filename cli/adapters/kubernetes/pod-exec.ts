import type { Readable, Writable } from 'node:stream';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import type { ClusterAccess } from './kubernetes.js';
import type { PodContainer } from './pod-container.js';

/** What is run, and what it speaks with. */
export interface ExecRequest {
  readonly command: readonly string[];
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** @default nothing is sent to it */
  readonly stdin?: Readable;
  /** Give it a terminal, of the size of `stdout`. @default false */
  readonly tty?: boolean;
  /** Ends the connection; what runs gets a hang-up. */
  readonly signal?: AbortSignal;
}

/** The status that ends a command; its exit code is one of the causes. */
interface ExecStatus {
  readonly status?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

/**
 * Runs a command in a container over a WebSocket, by the official client.
 *
 * @returns its exit code
 * @throws BacklotError `ExecFailed` when it could not be started, `ExecLost` when the connection broke before it ended.
 */
export async function execInPod(
  access: ClusterAccess,
  { namespace, pod, container }: PodContainer,
  { command, stdout, stderr, stdin, tty = false, signal }: ExecRequest,
): Promise<number> {
  const { Exec, KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromFile(access.kubeconfig);
  config.setCurrentContext(access.context);
  if (access.token) {
    const { token } = await access.token();
    const user = config.getCurrentUser()?.name ?? access.context;
    config.users = config.users.map((each) => (each.name === user ? { name: user, token } : each));
  }
  const what = `pod ${namespace}/${pod}, container '${container}'`;
  let ended: ExecStatus | undefined;
  const socket = await new Exec(config)
    .exec(
      namespace,
      pod,
      container,
      [...command],
      stdout,
      // A terminal has one output.
      tty ? null : stderr,
      stdin ?? null,
      tty,
      (status) => {
        ended = status as ExecStatus;
      },
    )
    .catch((cause: unknown) => {
      throw new BacklotError({
        code: 'ExecFailed',
        message: `${what}: the command could not be started: ${reasonOf(cause)}`,
        source: 'upstream',
        actions: [shell`kubectl -n ${namespace} exec ${pod} -c ${container} -- ${command}`],
        cause,
      });
    });
  const hangUp = () => socket.close();
  signal?.addEventListener('abort', hangUp, { once: true });
  if (signal?.aborted) hangUp();
  await new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
    socket.on('error', () => resolve());
  });
  signal?.removeEventListener('abort', hangUp);
  if (ended === undefined) {
    throw new BacklotError({
      code: signal?.aborted ? 'Interrupted' : 'ExecLost',
      message: `${what}: the connection ended before the command did; whether it still runs is not known`,
      source: 'upstream',
      exitCode: signal?.aborted ? 130 : 1,
    });
  }
  return exitCodeOf(ended, what);
}

/** The code of an ended command: `NonZeroExitCode` names it among its causes. */
export function exitCodeOf(status: ExecStatus, what: string): number {
  if (status.status === 'Success') return 0;
  const code = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  if (code !== undefined && /^\d+$/.test(code)) return Number(code);
  throw new BacklotError({
    code: 'ExecFailed',
    message: `${what}: ${status.message ?? status.reason ?? 'the command could not be run'}`,
    source: 'upstream',
  });
}

function reasonOf(cause: unknown): string {
  const { message, error } = (cause ?? {}) as { message?: string; error?: { message?: string } };
  return message || error?.message || String(cause);
}
