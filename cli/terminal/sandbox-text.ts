import type { SandboxStatus } from '../lifecycle/sandbox/index.js';
import { keyValues } from './key-values.js';
import type { Paint } from './paint.js';
import { table } from './table.js';

/** How the state of the sandbox is shown. */
export interface SandboxTextOptions {
  readonly width: number;
  readonly paint: Paint;
}

/** The state of the sandbox for people. */
export function sandboxText(
  { aws, databases, cluster, otherClusters, ownerOnly }: SandboxStatus,
  { width, paint }: SandboxTextOptions,
): string {
  const emulator = keyValues(
    {
      sandbox: state(aws.running, aws.healthy, paint),
      endpoint: aws.endpoint,
      account: aws.accountId,
      region: aws.region,
      process: aws.pid,
      'open to': ownerOnly ? undefined : 'every user of this machine: this system does not tell who connects',
      functions: aws.unconfined && `not confined, they run as any program of yours: ${aws.unconfined}`,
    },
    paint,
  );
  const kubernetes = keyValues(
    {
      cluster: state(cluster.running, cluster.healthy, paint),
      kubernetes: cluster.version,
      server: cluster.server,
      prometheus: cluster.prometheus,
      nodes: cluster.running ? cluster.nodes : undefined,
      memory: cluster.running ? `${cluster.rssMiB} MiB` : undefined,
      'also running': otherClusters.join(', '),
    },
    paint,
  );
  const tables = [...databaseTable({ databases }, width, paint), ...components({ cluster }, width, paint)];
  return [emulator, kubernetes, ...tables, ...usage({ cluster }, paint)].join('\n\n');
}

function databaseTable({ databases }: Pick<SandboxStatus, 'databases'>, width: number, paint: Paint): string[] {
  if (databases.length === 0) return [];
  const text = table(
    databases,
    [
      { title: 'database', value: ({ identifier }) => identifier },
      { title: 'address', value: ({ host, port }) => `${host}:${port}` },
      { title: 'PostgreSQL', value: ({ version }) => version },
      { title: 'process', value: ({ pid }) => String(pid ?? ''), align: 'right' },
      { title: 'disk', value: ({ sizeMiB }) => `${sizeMiB} MiB`, align: 'right' },
      {
        title: 'memory',
        value: ({ memoryMiB }) => (memoryMiB === undefined ? '' : `${memoryMiB} MiB`),
        align: 'right',
      },
      {
        title: 'state',
        value: ({ running, failure }) => (running ? 'running' : (failure ?? 'stopped')),
        paint: ({ running, failure }, cell, colour) => colour(running ? 'green' : failure ? 'red' : 'dim', cell),
      },
    ],
    { width, paint },
  );
  return [text];
}

function components({ cluster }: Pick<SandboxStatus, 'cluster'>, width: number, paint: Paint): string[] {
  if (!cluster.running) return [];
  const text = table(
    cluster.components,
    [
      { title: 'component', value: ({ name }) => name },
      { title: 'version', value: ({ version }) => version ?? '' },
      { title: 'process', value: ({ pid }) => String(pid ?? ''), align: 'right' },
      { title: 'memory', value: ({ rssMiB }) => (rssMiB === undefined ? '' : `${rssMiB} MiB`), align: 'right' },
      {
        title: 'state',
        value: ({ running, healthy }) => word(running, healthy),
        paint: ({ running, healthy }, cell, colour) => colour(hue(running, healthy), cell),
      },
    ],
    { width, paint },
  );
  return [text];
}

/** How a person's own tools reach the cluster. */
function usage({ cluster }: Pick<SandboxStatus, 'cluster'>, paint: Paint): string[] {
  if (!cluster.running) return [];
  return [`${paint('dim', 'kubectl and Helm:')} export KUBECONFIG=${quoted(cluster.kubeconfig)}`];
}

function quoted(path: string): string {
  return /^[\w./@%+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

function state(running: boolean, healthy: boolean, paint: Paint): string {
  return paint(hue(running, healthy), word(running, healthy));
}

function word(running: boolean, healthy: boolean): string {
  return healthy ? 'running' : running ? 'not healthy' : 'stopped';
}

function hue(running: boolean, healthy: boolean): 'green' | 'red' | 'dim' {
  return healthy ? 'green' : running ? 'red' : 'dim';
}
