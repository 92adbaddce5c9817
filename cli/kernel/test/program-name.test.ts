import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { programName } from '../program-name.js';

let folder: string;
let program: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backlot-name-'));
  for (const each of ['bin', 'on-path', join('node_modules', '.bin')])
    mkdirSync(join(folder, each), { recursive: true });
  program = join(folder, 'bin', 'backlot');
  writeFileSync(program, '');
  chmodSync(program, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the name of the program in advice', () => {
  it('is backlot where nobody says otherwise', () => {
    expect(programName({}, folder)).toBe('backlot');
  });

  it('is the path in a checkout, from where the user is', () => {
    expect(programName({ BACKLOT_CALLED_AS: program, PATH: '/usr/bin' }, folder)).toBe('bin/backlot');
    expect(programName({ BACKLOT_CALLED_AS: program, PATH: '/usr/bin' }, join(folder, 'bin'))).toBe('./backlot');
  });

  it('is backlot where the PATH of the user finds the same file', () => {
    symlinkSync(program, join(folder, 'on-path', 'backlot'));
    const env = { BACKLOT_CALLED_AS: program, PATH: `/nowhere:${join(folder, 'on-path')}` };
    expect(programName(env, folder)).toBe('backlot');
  });

  it("is not taken from the PATH that npm's scripts have", () => {
    const own = join(folder, 'node_modules', '.bin');
    symlinkSync(program, join(own, 'backlot'));
    expect(programName({ BACKLOT_CALLED_AS: program, PATH: own }, folder)).toBe('bin/backlot');
    expect(programName({ BACKLOT_CALLED_AS: join(own, 'backlot'), PATH: own }, folder)).toBe('npx backlot');
  });

  it('is a whole path where npm has moved to another folder, quoted for a shell', () => {
    const env = { BACKLOT_CALLED_AS: program, PATH: '', INIT_CWD: join(folder, 'bin') };
    expect(programName(env, folder)).toBe(program);
    const odd = join(folder, 'with space');
    writeFileSync(odd, '');
    expect(programName({ BACKLOT_CALLED_AS: odd, PATH: '', INIT_CWD: '/' }, folder)).toBe(`'${odd}'`);
  });
});
