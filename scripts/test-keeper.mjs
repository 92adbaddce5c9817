import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Outlives a test run that is killed, and clears away after it: every process that has the run's temporary folder in its
 * environment, its command or as where it works, and then the folder. It waits for the end of its input, which the system
 * closes with the run, however that ended. Where there is no /proc only the folder is removed.
 */
const [folder] = process.argv.slice(2);
const GRACE_MS = 5_000;

process.stdin.resume();
process.stdin.once('end', async () => {
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    const left = await processesOf(folder);
    for (const id of left) stop(id, signal);
    const until = Date.now() + GRACE_MS;
    while ((await processesOf(folder)).length > 0 && Date.now() < until) await delay(100);
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** Ids of the processes that belong to the run. Its name is random: nobody else's has it. */
async function processesOf(name) {
  const ids = (await readdir('/proc').catch(() => [])).filter((entry) => /^\d+$/.test(entry)).map(Number);
  const found = await Promise.all(ids.map(async (id) => ((await belongs(id, name)) ? id : undefined)));
  return found.filter((id) => id !== undefined && id !== process.pid);
}

async function belongs(id, name) {
  const texts = await Promise.all([
    readFile(`/proc/${id}/environ`, 'utf8').catch(() => ''),
    readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''),
    readlink(`/proc/${id}/cwd`).catch(() => ''),
  ]);
  return texts.some((text) => text.includes(name));
}

function stop(id, signal) {
  try {
    process.kill(id, signal);
  } catch {
    // It has just ended.
  }
}
