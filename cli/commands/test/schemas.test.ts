import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { allCommands } from '../../all-commands.js';
import { everyOperation as operations, wholePlan as plan } from './support/every-operation.js';
import { dangers, FOUND, withHostileText } from './support/hostile-text.js';
import { type CommandClass, runCommand } from './support/run-command.js';

const folder = join(process.cwd(), 'cli', 'schemas');
const schemas = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
const ajv = new Ajv({ schemas, allErrors: true });
const commands = new Map((await allCommands()).map(({ name, command }) => [name, command as unknown as CommandClass]));

const lines: Readonly<Record<string, readonly string[]>> = {
  'backups create': ['local', '--yes'],
  'backups list': ['local'],
  'backups prune': ['local', '--yes'],
  'backups restore': ['local', '20261121t101717-3f9a', '--yes'],
  'backups schedule': ['local'],
  'backups show': ['local', '20261121t101717-3f9a'],
  'backups verify': ['local', '--yes'],
  bootstrap: ['local', '--yes'],
  config: ['local', '--explain'],
  deploy: ['local', '--yes'],
  destroy: ['local', '--yes', '--confirm=local'],
  doctor: [],
  down: [],
  'canary abort': ['local', 'api'],
  'canary history': ['local'],
  'canary pause': ['local', '--all'],
  'canary promote': ['local', 'api', '--full'],
  'canary retry': ['local', 'api'],
  'canary status': ['local', '--watch'],
  graph: ['local'],
  logs: ['local', 'api'],
  events: ['local'],
  scale: ['local', 'api', '3-6', '--yes'],
  restart: ['local', 'api', '--yes'],
  exec: ['local', 'api'],
  'cluster upgrade': ['local', '--check'],
  drift: ['local', '--all'],
  init: ['qa', '--blueprint=movie-store', '--target=sandbox', '--region=eu-west-1', '--cidr=10.60.0.0/16'],
  'images build': ['local', 'api'],
  'images list': ['local'],
  'images promote': ['local', 'prod', 'api', '--yes'],
  'images push': ['local', 'api', '--tag=1.4.0', '--yes'],
  'images scan': ['local', 'api'],
  'locks list': ['local'],
  'locks release': ['local', '--lock=x', '--yes'],
  outputs: ['local'],
  'patch plan': ['local'],
  plan: ['local'],
  recover: ['local', 'keys.data', '--yes'],
  'releases diff': ['local', '1', '2'],
  'releases list': ['local'],
  'releases show': ['local'],
  'releases verify': ['local'],
  rollback: ['local', '--yes'],
  'sandbox coverage': [],
  'sandbox load': ['--list'],
  'sandbox down': [],
  'sandbox reset': ['--yes'],
  'sandbox status': [],
  'sandbox up': [],
  'secrets consumers': ['local', 'token'],
  'secrets list': ['local'],
  'secrets rotate': ['local', 'token', '--yes'],
  'secrets set': ['local', 'token', '--yes'],
  status: ['local'],
  synth: ['local'],
  up: [],
};

describe('--json', () => {
  it('is tried for every command', () => {
    expect(Object.keys(lines).sort()).toEqual([...commands.keys()].sort());
  });

  it.each(Object.entries(lines))('of %s is what its schema says', async (name, argv) => {
    const command = commands.get(name);
    if (!command) throw new Error(`no command ${name}`);
    const run = await runCommand(command, [...argv, '--json'], operations, { input: ['a value'] });
    expect(check(`${name.replaceAll(' ', '-')}.schema.json`, run.json())).toEqual([]);
  });

  it.each(Object.entries(lines))('of a failing %s is what the schema of errors says', async (name) => {
    const command = commands.get(name);
    if (!command) throw new Error(`no command ${name}`);
    const run = await runCommand(command, ['--json', '--no-such-flag'], operations);
    expect(check('error.schema.json', run.json())).toEqual([]);
    expect(run.exitCode).toBe(3);
  });

  it('may carry more fields of an error, but no field that a schema does not know', () => {
    const details = new BacklotError({ code: 'StateLocked', message: 'x', details: { lock: 1 } }).toJSON();
    expect(check('error.schema.json', { error: details })).toEqual([]);
    expect(check('plan.schema.json', { ...plan, surprise: 1 })).toEqual([' must NOT have additional properties']);
    expect(check('graph.schema.json', {})).not.toEqual([]);
  });
});

describe('text of others', () => {
  // A text that has to be one of a few words may end the command, which writes a file about it.
  const state = mkdtempSync(join(tmpdir(), 'backlot-hostile-'));
  afterAll(() => rmSync(state, { recursive: true, force: true }));
  // Every text in what people read; of JSON, which has no ways of its own for each text, some.
  const looks = [
    { flags: [], each: 1 },
    { flags: ['--json'], each: 7 },
    { flags: ['--events'], each: 7 },
  ];
  const env = { FORCE_COLOR: '1', CI: 'true', BACKLOT_STATE_DIR: state };

  it.each(Object.entries(lines))(
    'does nothing and is seen, wherever %s shows it',
    async (name, argv) => {
      const command = commands.get(name);
      if (!command) throw new Error(`no command ${name}`);
      const tail = name === 'exec' ? ['--', 'env'] : [];
      let shown = 0;
      for (const { flags, each } of looks) {
        for (let number = 0, seen = 1; number < seen; number += each) {
          const hostile = withHostileText(operations, number);
          const tty = number % 2 === 0;
          const run = await runCommand(command, [...argv, ...flags, ...tail], hostile.operations, {
            input: ['x'],
            env,
            tty,
          });
          expect([number, ...dangers(run.out()), ...dangers(run.err())]).toEqual([number]);
          if (run.out().includes(FOUND) || run.err().includes(FOUND)) shown += 1;
          seen = hostile.count.seen;
        }
      }
      expect([name, shown > 0 || SILENT.includes(name)]).toEqual([name, true]);
    },
    120_000,
  );
});

/** Commands that show nothing of what their operations give. */
const SILENT: readonly string[] = ['config', 'secrets set'];

function check(schema: string, value: unknown): string[] {
  const validate = ajv.getSchema(schema);
  if (!validate) throw new Error(`no schema ${schema}`);
  validate(JSON.parse(JSON.stringify(value)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
