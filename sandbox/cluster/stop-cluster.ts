import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { withFileLock } from '../../host/file-lock.js';
import { clusterFolder } from './cluster-folder.js';
import { readRecord, writeRecord } from './cluster-record.js';
import { stopComponents } from './processes/stop-components.js';

/** Stops the cluster if it runs; its data stays. @returns whether there was one to stop */
export async function stopCluster(): Promise<boolean> {
  const { root, lock } = clusterFolder();
  return existsSync(root) && withFileLock(lock, { subject: 'the cluster' }, stopUnderLock);
}

/** Stops the cluster and deletes everything that it held: objects, metrics, keys and logs. */
export async function resetCluster(): Promise<void> {
  const { root, lock, record, kubeconfig, pki, config, data, logs, scratch } = clusterFolder();
  if (!existsSync(root)) return;
  await withFileLock(lock, { subject: 'the cluster' }, async () => {
    await stopUnderLock();
    const all = [data, pki, config, logs, scratch, kubeconfig, record];
    await Promise.all(all.map((path) => rm(path, { recursive: true, force: true })));
  });
}

async function stopUnderLock(): Promise<boolean> {
  const record = await readRecord();
  if (!record) return false;
  const stopped = await stopComponents(record, Object.keys(record.components));
  await writeRecord({ ...record, components: {} });
  return stopped.length > 0;
}
