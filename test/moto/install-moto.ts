import { join } from 'node:path';
import { execa } from 'execa';
import type { Python } from '../../sandbox/aws/emulator/python.js';

/** Makes a virtual environment and installs what is pinned: wheels only, each checked against its hash. */
export async function installMoto(folder: string, python: Python, requirements: string): Promise<void> {
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
