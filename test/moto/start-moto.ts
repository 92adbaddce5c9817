import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { replaceFolder } from '../../host/atomic-folder.js';
import { withFileLock } from '../../host/file-lock.js';
import { cacheFolder } from '../../host/folders.js';
import { findPython, type Python } from '../../sandbox/aws/emulator/python.js';

/** A moto that answers. */
export interface Moto {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  stop(): Promise<void>;
}

const REQUIREMENTS = fileURLToPath(new URL('./requirements.txt', import.meta.url));
const DEADLINE_MS = 60_000;

/** Starts a second emulator of AWS on a free port of loopback; installs it into the cache when it isn't there. */
export async function startMoto(): Promise<Moto> {
  const folder = await ensureMoto();
  const port = await freePort();
  const child = spawn(join(folder, 'bin', 'python'), ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    env: { PATH: process.env.PATH ?? '', HOME: folder, PYTHONUNBUFFERED: '1', MOTO_DOCKER_NETWORK_MODE: 'none' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    output = `${output}${chunk}`.slice(-4_000);
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`moto ended with ${child.exitCode}: ${output}`);
    if (performance.now() > deadline) throw new Error(`moto does not answer on ${endpoint}: ${output}`);
    if (await answers(`${endpoint}/moto-api/`)) return { endpoint, stop: () => stop(child) };
    await delay(100);
  }
}

async function ensureMoto(): Promise<string> {
  const requirements = readFileSync(REQUIREMENTS, 'utf8');
  const version = /^moto==(\S+)/m.exec(requirements)?.[1] ?? 'unknown';
  const digest = createHash('sha256').update(requirements).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), `moto-${version}-${digest}`);
  const marker = join(folder, 'whole');
  if (existsSync(marker)) return folder;
  return withFileLock(`${folder}.lock`, { subject: 'the installation of moto' }, async () => {
    if (existsSync(marker)) return folder;
    const python = await findPython();
    await replaceFolder(folder, async (fresh) => {
      await installMoto(fresh, python, REQUIREMENTS);
      await writeFile(join(fresh, 'whole'), '');
    });
    return folder;
  });
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Makes a virtual environment and installs what is pinned: wheels only, each checked against its hash. */
async function installMoto(folder: string, python: Python, requirements: string): Promise<void> {
  const interpreter = join(folder, 'bin', 'python');
  const wanted = ['--require-hashes', '--only-binary', ':all:', '-r', requirements];
  if (python.installer === 'uv' && python.uv) {
    await execa(python.uv, ['venv', '--quiet', '--no-config', '--allow-existing', '--python', python.path, folder]);
    await execa(python.uv, ['pip', 'install', '--quiet', '--python', interpreter, ...wanted]);
  } else {
    await execa(python.path, ['-I', '-m', 'venv', folder]);
    await execa(interpreter, ['-m', 'pip', 'install', '--quiet', '--no-input', '--no-cache-dir', ...wanted]);
  }
  await execa(interpreter, ['-I', '-c', 'import moto.server, moto.rds.models, moto.dynamodb.models']);
}
