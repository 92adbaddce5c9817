import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TemporaryMachine } from '../../../tools/test/temporary-machine.js';
import { findPython } from '../../emulator/index.js';

let machine: TemporaryMachine;
beforeEach(async () => {
  machine = await TemporaryMachine.create({ path: 'empty' });
});
afterEach(() => machine.dispose());

const python = (version: string, venv = true) => `echo '{"version": "${version}", "venv": ${venv}}'`;

describe('finding a Python', () => {
  it('takes the newest by name that runs', async () => {
    await machine.install('python3.13', 'echo "python3.13: command not found" >&2; exit 127');
    const path = await machine.install('python3.12', python('3.12.1'));
    await machine.install('python3.11', python('3.11.7'));
    expect(await findPython()).toEqual({ path, version: '3.12.1', installer: 'pip' });
  });

  it('takes a later python3 of another folder when the first is too old', async () => {
    await machine.install('python3', python('3.9.18'));
    const other = await TemporaryMachine.create({ path: 'empty' });
    const path = await other.install('python3', python('3.11.2'));
    process.env.PATH = `${machine.bin}:${other.bin}`;
    expect(await findPython()).toMatchObject({ path, version: '3.11.2' });
    await other.dispose();
  });

  it('prefers a Python that can make environments', async () => {
    await machine.install('python3.12', python('3.12.1', false));
    const path = await machine.install('python3', python('3.11.2'));
    expect(await findPython()).toMatchObject({ path });
  });

  it('uses uv when Python has no ensurepip', async () => {
    await machine.install('python3', python('3.11.2', false));
    const uv = await machine.install('uv', 'exit 0');
    expect(await findPython()).toMatchObject({ installer: 'uv', uv });
  });

  it('names the package that is missing when Python has no ensurepip and there is no uv', async () => {
    const path = await machine.install('python3', python('3.11.2', false));
    await expect(findPython()).rejects.toMatchObject({
      code: 'PythonWithoutVenv',
      message: `${path} (3.11.2) cannot make virtual environments: its module ensurepip is not installed`,
      actions: expect.arrayContaining(['apt-get install python3-venv']),
    });
  });

  it('lists what it tried when there is none', async () => {
    await machine.install('python3', python('3.8.10'));
    await machine.install('python3.10', 'exit 1');
    await expect(findPython()).rejects.toMatchObject({
      code: 'PythonMissing',
      exitCode: 1,
      message: expect.stringMatching(
        /needs Python >= 3\.10.*python3\.10 \(does not run\).*python3 \(3\.8\.10, too old\)$/,
      ),
    });
  });
});
