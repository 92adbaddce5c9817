/**
 * Measures the numbers that the project promises, next to a peer in the same run, so that a slow machine moves both.
 *
 * `npm run bench` uses folders of its own and leaves nothing behind. `npm run bench -- --cold` also installs the sandbox
 * from nothing, which needs the package registries.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const backlot = join(root, 'bin', 'backlot');
const cdktn = join(root, 'node_modules', '.bin', 'cdktn');
const scratch = mkdtempSync(join(tmpdir(), 'backlot-bench-'));
const cold = process.argv.includes('--cold');
const env = {
  ...process.env,
  PATH: `${join(root, 'node_modules', 'node', 'bin')}:${process.env.PATH}`,
  BACKLOT_STATE_DIR: join(scratch, 'state'),
  ...(cold ? { BACKLOT_CACHE_DIR: join(scratch, 'cache') } : {}),
  CHECKPOINT_DISABLE: '1',
  DISABLE_VERSION_CHECK: '1',
};
const rows = [];

/** Runs a program to its end; its output is kept for the error only. */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(command, args, {
      cwd: root,
      env: { ...env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) child[name].on('data', (data) => (output[name] += data));
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - began) / 1000;
      if (code !== 0) reject(new Error(`${command} ${args.join(' ')} exited ${code}\n${output.stderr.slice(-2000)}`));
      else resolve({ seconds, stdout: output.stdout });
    });
  });
}

/** Median of several runs, after one that warms the caches. */
async function median(times, work) {
  await work();
  const results = [];
  for (let index = 0; index < times; index++) results.push(await work());
  return results.sort((a, b) => a - b)[Math.floor(times / 2)];
}

function row(what, seconds, goal, peer) {
  rows.push({ what, seconds, goal, peer });
  const ratio = peer
    ? `; ${peer.name} ${peer.seconds.toFixed(2)} s, ratio 1/${(peer.seconds / seconds).toFixed(1)}`
    : '';
  process.stderr.write(`${what}: ${seconds.toFixed(2)} s (goal ${goal})${ratio}\n`);
}

async function synthesis() {
  const seconds = await median(5, async () => {
    const { stdout } = await run(backlot, ['synth', 'prod', '--json', '--out', join(scratch, 'ours')]);
    return JSON.parse(stdout).durationMs / 1000;
  });
  const whole = await median(
    5,
    async () => (await run(backlot, ['synth', 'prod', '--out', join(scratch, 'ours')])).seconds,
  );
  const peer = await median(3, async () => {
    const result = await run(cdktn, ['synth', '--output', join(scratch, 'theirs')], {
      env: { BACKLOT_ENVIRONMENT: 'prod', CI: '1' },
    });
    return result.seconds;
  });
  row('synth of prod, in process', seconds, '<= 0.5 s');
  row('synth of prod, whole command', whole, '<= 1/5 of cdktn', { name: 'cdktn synth', seconds: peer });
}

async function startUp() {
  const own = await median(9, async () => (await run(backlot, ['--version'])).seconds);
  const peer = await median(3, async () => (await run(cdktn, ['--version'])).seconds);
  row('--version', own, '<= 0.15 s', { name: 'cdktn --version', seconds: peer });
}

async function sandbox() {
  const first = await run(backlot, ['up']);
  row(
    cold ? 'up, empty caches' : 'up, caches filled, nothing provisioned',
    first.seconds,
    cold ? '<= 12 min' : '<= 60 s',
  );
  const second = await run(backlot, ['up']);
  row('up again, nothing changes', second.seconds, '<= 60 s');
  const plan = await median(3, async () => (await run(backlot, ['plan', 'local'])).seconds);
  const inner = await median(
    3,
    async () => JSON.parse((await run(backlot, ['plan', 'local', '--json'])).stdout).durationMs / 1000,
  );
  row('plan with nothing changed, whole command', plan, '<= 2 s');
  row('plan with nothing changed, planning', inner, '<= 2 s');
}

try {
  cpSync(join(root, 'cdktf.json'), join(scratch, 'cdktf.json'));
  await startUp();
  await synthesis();
  await sandbox();
  process.stdout.write(`${JSON.stringify({ cores: cpus().length, node: process.version, cold, rows }, null, 2)}\n`);
} finally {
  await run(backlot, ['down']).catch(() => {});
  rmSync(scratch, { recursive: true, force: true });
}
