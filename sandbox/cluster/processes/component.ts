import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { clusterFolder } from '../cluster-folder.js';
import type { PortName } from '../cluster-record.js';

/** A program of the cluster, ready to be started. */
export interface Component {
  /** `kube-apiserver` */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** @default nothing but `PATH`, a home of its own and the locale */
  readonly env?: Readonly<Record<string, string>>;
  /** @default it is part of this project */
  readonly version?: string;
  /** Contents of the files that it reads when it starts: when one changes, it has to be started again. */
  readonly reads: readonly string[];
  /** What it listens on. */
  readonly ports: readonly PortName[];
  /** Whether it does its work; `log` is what this start of it wrote, where it is known. */
  readonly ready: (log?: () => Promise<string>) => Promise<boolean>;
}

/** What has to stay the same for a running process to be the one that is wanted. */
export function fingerprint({ command, args, env, reads }: Component): string {
  return createHash('sha256')
    .update(JSON.stringify([command, args, env, reads]))
    .digest('hex')
    .slice(0, 16);
}

/** Where a component writes what it has to say. */
export function logFile(name: string): string {
  return join(clusterFolder().logs, `${name}.log`);
}
