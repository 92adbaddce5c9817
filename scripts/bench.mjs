/**
 * Measures the numbers that the project promises, next to a peer in the same run, so that a slow machine moves both.
 *
 * `npm run bench` uses folders of its own and leaves nothing behind. `npm run bench -- --cold` also installs the sandbox
 * from nothing, which needs the package registries. `-- --program PATH` measures the `bin/backlot` of another checkout, so
 * that two versions can be held side by side; the lowest of all runs stands beside each median, for machines that are busy.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const other = process.argv.indexOf('--program');
const backlot = other < 0 ? join(root, 'bin', 'backlot') : resolve(process.argv[other + 1]);
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
const caches = env.BACKLOT_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'backlot');
const rows = [];
let lowest = 0;

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
  results.sort((a, b) => a - b);
  lowest = results[0];
  return results[Math.floor(times / 2)];
}

function row(what, seconds, goal, peer, least) {
  rows.push({ what, seconds, lowest: least ?? seconds, goal, peer });
  const ratio = peer
    ? `; ${peer.name} ${peer.seconds.toFixed(2)} s, ratio 1/${(peer.seconds / seconds).toFixed(1)}`
    : '';
  process.stderr.write(
    `${what}: ${seconds.toFixed(2)} s, lowest ${(least ?? seconds).toFixed(2)} s (goal ${goal})${ratio}\n`,
  );
}

/** What a synthesis before this one left for the next must not be measured as a synthesis. */
function forgetSyntheses() {
  rmSync(join(caches, 'synth'), { recursive: true, force: true });
}

async function synthesis() {
  const args = ['synth', 'prod', '--out', join(scratch, 'ours')];
  const seconds = await median(5, async () => {
    forgetSyntheses();
    return JSON.parse((await run(backlot, [...args, '--json'])).stdout).durationMs / 1000;
  });
  row('synth of prod, in process', seconds, '<= 0.5 s', undefined, lowest);
  const peer = await median(3, async () => {
    const result = await run(cdktn, ['synth', '--output', join(scratch, 'theirs')], {
      env: { BACKLOT_ENVIRONMENT: 'prod', CI: '1' },
    });
    return result.seconds;
  });
  const whole = await median(5, async () => {
    forgetSyntheses();
    return (await run(backlot, args)).seconds;
  });
  row('synth of prod, whole command', whole, '<= 1/6 of cdktn', { name: 'cdktn synth', seconds: peer }, lowest);
  const kept = await median(5, async () => (await run(backlot, args)).seconds);
  row('synth of prod, nothing changed', kept, '<= 1/6 of cdktn', { name: 'cdktn synth', seconds: peer }, lowest);
}

async function startUp() {
  const peer = await median(3, async () => (await run(cdktn, ['--version'])).seconds);
  for (const flag of ['--version', '--help']) {
    const own = await median(20, async () => (await run(backlot, [flag])).seconds);
    row(flag, own, '<= 0.15 s', { name: 'cdktn --version', seconds: peer }, lowest);
  }
}

async function packed() {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: dirname(dirname(backlot)),
  });
  const [{ size, unpackedSize, entryCount }] = JSON.parse(stdout);
  process.stderr.write(`npm pack: ${size} bytes, ${unpackedSize} unpacked, ${entryCount} files\n`);
  return { size, unpackedSize, entryCount };
}

/** Changes by another client, each of something that no stack has: every one makes its service's content another. */
const STRANGERS = [
  ['sqs', 'CreateQueue', (name) => ({ QueueName: name })],
  ['sns', 'CreateTopic', (name) => ({ Name: name })],
  ['iam', 'CreateRole', (name) => ({ RoleName: name, AssumeRolePolicyDocument: '{}' })],
  ['kms', 'CreateKey', () => ({})],
  ['s3', 'CreateBucket', (name) => ({ Bucket: name })],
  ['cloudwatch-logs', 'CreateLogGroup', (name) => ({ logGroupName: name })],
  ['secrets-manager', 'CreateSecret', (name) => ({ Name: name, SecretString: 'x' })],
  ['ec2', 'CreateKeyPair', (name) => ({ KeyName: name })],
  ['ecr', 'CreateRepository', (name) => ({ repositoryName: name })],
  ['eventbridge', 'PutRule', (name) => ({ Name: name, ScheduleExpression: 'rate(1 day)' })],
  ['backup', 'CreateBackupVault', (name) => ({ BackupVaultName: name })],
  ['route-53', 'CreateHostedZone', (name) => ({ Name: `${name}.test`, CallerReference: name })],
  [
    'rds',
    'CreateDBParameterGroup',
    (name) => ({ DBParameterGroupName: name, DBParameterGroupFamily: 'postgres16', Description: name }),
  ],
  [
    'elasticache',
    'CreateCacheParameterGroup',
    (name) => ({ CacheParameterGroupName: name, CacheParameterGroupFamily: 'valkey8', Description: name }),
  ],
];

async function moveServices(endpoint, count) {
  const settings = {
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: '000000000000', secretAccessKey: 'sandbox' },
  };
  for (const [service, operation, input] of STRANGERS.slice(0, count)) {
    const module = await import(`@aws-sdk/client-${service}`);
    const Client = Object.entries(module).find(([name]) => /^(?!__)\w+Client$/.test(name))[1];
    const client = new Client(settings);
    await client.send(new module[`${operation}Command`](input(`stranger-${Date.now()}`)));
    client.destroy();
  }
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
  const status = await median(5, async () => (await run(backlot, ['status', 'local'])).seconds);
  row('status', status, '<= 0.5 s', undefined, lowest);
  const { endpoint } = JSON.parse((await run(backlot, ['status', 'local', '--json'])).stdout);
  for (const [what, count, goal] of [
    ['plan after one service moved', 1, '<= 1.5 s'],
    ['plan after all services moved', STRANGERS.length, '<= 3 s'],
  ]) {
    const moved = await median(3, async () => {
      await moveServices(endpoint, count);
      return (await run(backlot, ['plan', 'local'])).seconds;
    });
    row(what, moved, goal, undefined, lowest);
  }
}

try {
  cpSync(join(root, 'cdktf.json'), join(scratch, 'cdktf.json'));
  const pack = await packed();
  await startUp();
  await synthesis();
  await sandbox();
  process.stdout.write(
    `${JSON.stringify({ cores: cpus().length, node: process.version, cold, pack, rows }, null, 2)}\n`,
  );
} finally {
  await run(backlot, ['down']).catch(() => {});
  rmSync(scratch, { recursive: true, force: true });
}
