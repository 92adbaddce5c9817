import type { ChildProcess } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify } from '../../../host/process-identity.js';
import { spawnPrivate } from '../../../host/spawn-private.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { quoted } from '../../../modules/values/shell-quoted.js';
import { clusterFolder } from '../cluster-folder.js';
import type { ComponentRecord } from '../cluster-record.js';
import { type Component, fingerprint, logFile } from './component.js';
import { openLog } from './log-limit.js';

const DEADLINE_MS = 120_000;
const POLL_MS = 40;

/**
 * Starts a component in a session of its own, so that it outlives this process, and waits until it does its work.
 *
 * @param onSpawn called as soon as there is a process, so that it is known even if this one ends meanwhile.
 * @throws BacklotError `ComponentStartFailed` with the last lines of its log; `details.portTaken` when it could not listen.
 */
export async function startComponent(
  component: Component,
  onSpawn: (record: ComponentRecord) => Promise<void>,
): Promise<ComponentRecord> {
  const path = logFile(component.name);
  const log = await openLog(path);
  const written = async () => (await readFile(path)).subarray(log.start).toString('utf8');
  try {
    const child = spawnPrivate(component.command, component.args, {
      cwd: await scratch(),
      detached: true,
      env: { ...environment(), ...component.env },
      stdio: ['ignore', log.handle.fd, log.handle.fd],
    });
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    child.unref();
    const process = child.pid === undefined ? undefined : identify(child.pid);
    if (!process) throw await failed(component, await ended, written);
    const { version } = component;
    const record = { process, fingerprint: fingerprint(component), version, startedAt: new Date().toISOString() };
    await onSpawn(record);
    await working(component, child, ended, written);
    return record;
  } finally {
    await log.handle.close();
  }
}

async function working(
  component: Component,
  child: ChildProcess,
  ended: Promise<string>,
  written: () => Promise<string>,
): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  let why: string | undefined;
  void ended.then((reason) => {
    why = reason;
  });
  while (performance.now() < deadline) {
    if (why !== undefined) throw await failed(component, why, written);
    if (await component.ready(written)) return;
    await Promise.race([delay(POLL_MS), ended]);
  }
  child.kill('SIGKILL');
  throw await failed(component, `not ready in ${DEADLINE_MS / 1_000} s`, written);
}

/** Nothing is inherited but `PATH` and the locale: no credentials, no proxies, and no kubeconfig of the person. */
function environment(): Record<string, string> {
  const { scratch: home } = clusterFolder();
  return {
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? '/usr/bin:/bin'}`,
    LANG: process.env.LANG ?? 'C.UTF-8',
    HOME: home,
    TMPDIR: join(home, 'tmp'),
  };
}

async function scratch(): Promise<string> {
  const { scratch: home } = clusterFolder();
  await mkdir(join(home, 'tmp'), { recursive: true, mode: 0o700 });
  return home;
}

async function failed(component: Component, why: string, written: () => Promise<string>): Promise<BacklotError> {
  const text = await written().catch(() => '');
  const lines = text.trim().split('\n').slice(-12).join('\n');
  const log = logFile(component.name);
  return new BacklotError({
    code: 'ComponentStartFailed',
    message: `${component.name} of the sandbox's cluster did not start (${why})${lines ? `; the last lines of its log:\n${lines}` : ''}`,
    source: 'upstream',
    hints: ['a reset deletes what the sandbox holds'],
    actions: [`less ${quoted(log)}`, 'backlot doctor', 'backlot sandbox reset'],
    details: { component: component.name, log, portTaken: /address already in use|EADDRINUSE/i.test(text) },
  });
}
