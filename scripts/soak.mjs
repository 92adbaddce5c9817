/**
 * What is worth repeating and takes hours: `npm run test:soak`, every night in the pipeline, `-- kills` for one of the parts.
 *
 * It has a folder of its own for state, leaves nothing running, and ends with `N passed, N failed`, counted in parts.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const backlot = join(root, 'bin', 'backlot');

const jest = (suite, more) => run('npm', ['run', '-s', 'jest', '--', suite], more);

/** Each part answers whether all of it held. */
const PARTS = {
  kills: () => jest('cli/test/kill-points', { BACKLOT_KILL_SEEDS: '11-110' }),
  'emulator-kills': () => jest('cli/test/emulator-kills', { BACKLOT_EMULATOR_KILL_SEEDS: '1-10' }),
  canaries: async () => {
    if (!(await run(backlot, ['up', 'local']))) return false;
    return run(join(root, 'node_modules', '.bin', 'tsx'), ['scripts/soak-canaries.ts', '20']);
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`error: no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'bs-'));
const env = { ...process.env, BACKLOT_STATE_DIR: join(folder, 'state') };
let child;
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopped = true;
    child?.kill(signal);
  });
}

const failed = [];
const names = asked.length > 0 ? asked : Object.keys(PARTS);
try {
  for (const name of names) {
    const started = Date.now();
    const held = !stopped && (await PARTS[name]());
    if (!held) failed.push(name);
    const minutes = ((Date.now() - started) / 60_000).toFixed(1);
    console.log(`soak: ${name} ${held ? 'held' : stopped ? 'was stopped' : 'FAILED'} after ${minutes} min`);
  }
} finally {
  await run(backlot, ['sandbox', 'reset', '--yes']);
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed.length > 0 ? 1 : 0;
console.log(`\n${names.length - failed.length} passed, ${failed.length} failed`);

/** Whether a program ended well; what it prints is shown. */
function run(program, args, more = {}) {
  return new Promise((resolve) => {
    child = spawn(program, args, { cwd: root, env: { ...env, ...more }, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}
