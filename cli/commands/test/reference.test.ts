import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { commandReference } from '../../../scripts/generate-command-reference.js';
import { allCommands } from '../../all-commands.js';

const here = join(process.cwd(), 'cli', 'commands');
const commands = await allCommands();

describe('commands', () => {
  it('are all in the reference: none of the files is missing', () => {
    const files = readdirSync(here, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('test'))
      .map((file) => file.replace(/\.ts$/, '').replaceAll('/', ' '));
    expect(commands.map(({ name }) => name).sort()).toEqual(files.sort());
  });

  it('are described by docs/reference/commands.md as they are now (npm run generate)', () => {
    const written = readFileSync(join(process.cwd(), 'docs', 'reference', 'commands.md'), 'utf8');
    expect(written).toBe(commandReference(commands));
  });

  it.each(commands.map(({ name, command }) => [name, command] as const))(
    '%s has a summary and an example',
    (_name, command) => {
      expect(command.summary).toMatch(/^[A-Z].*\.$/);
      expect(command.examples?.length).toBeGreaterThan(0);
    },
  );

  it.each(commands.map(({ name, command }) => [name, command] as const))(
    '%s reads every flag that takes a value also from a BACKLOT_ variable',
    (_name, command) => {
      const without = Object.entries({ ...command.baseFlags, ...command.flags })
        .filter(([, flag]) => flag.type === 'option' && !flag.hidden && !/^BACKLOT_[A-Z_]+$/.test(flag.env ?? ''))
        .map(([flag]) => flag);
      expect(without).toEqual([]);
    },
  );

  it('have these flags and arguments', () => {
    const flags = commands.map(({ name, command }) => {
      const words = Object.entries({ ...command.baseFlags, ...command.flags }).map(([flag, { char, env, type }]) =>
        [char ? `-${char}` : '', `--${flag}`, type, env ?? ''].filter(Boolean).join(' '),
      );
      return { name, arguments: Object.keys(command.args ?? {}), flags: words.sort() };
    });
    expect(flags).toMatchSnapshot();
  });
});
