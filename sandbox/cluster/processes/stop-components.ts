import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from '../../../host/process-identity.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { type ClusterRecord, ownProcess } from '../cluster-record.js';

const ORDERLY_MS = 15_000;
const KILLED_MS = 5_000;
/** The later a group, the more of the others needs it. */
const LAST = ['kube-apiserver', 'etcd'];

/** Stops components that run, those first that others do not need. @returns names of those that ran */
export async function stopComponents(record: ClusterRecord, names: readonly string[]): Promise<string[]> {
  const running = names.flatMap((name) => {
    const process = ownProcess(record.components[name]);
    return process ? [{ name, process }] : [];
  });
  const groups = [running.filter(({ name }) => !LAST.includes(name))];
  for (const last of LAST) groups.push(running.filter(({ name }) => name === last));
  for (const group of groups) await Promise.all(group.map(({ name, process }) => stopProcess(name, process)));
  return running.map(({ name }) => name);
}

async function stopProcess(name: string, identity: ProcessIdentity): Promise<void> {
  signal(identity, 'SIGTERM');
  // A suspended one only listens once it goes on.
  signal(identity, 'SIGCONT');
  if (await gone(identity, ORDERLY_MS)) return;
  signal(identity, 'SIGKILL');
  if (await gone(identity, KILLED_MS)) return;
  throw new BacklotError({
    code: 'ComponentStuck',
    message: `${name} (process ${identity.pid}) does not end, not even when killed`,
    source: 'platform',
    actions: [`kill -9 ${identity.pid}`, 'backlot sandbox status'],
    details: { pid: identity.pid },
  });
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function gone(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isAlive(identity)) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
}
