import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { allCommands } from '../../all-commands.js';
import type { Operations } from '../../base-command/operations.js';
import { backupOperations } from './support/backups.js';
import { bootstrapResult } from './support/bootstrap.js';
import { canaryOperations } from './support/canaries.js';
import { dayTwoOperations } from './support/day-two.js';
import { driftResult } from './support/drift.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { imageOperations } from './support/images.js';
import { loadRun } from './support/load-run.js';
import { releaseOperations } from './support/releases.js';
import { change, deployment, deployResult, planResult, stackPlan } from './support/results.js';
import { type CommandClass, runCommand } from './support/run-command.js';
import { runningSandbox, stoppedSandbox } from './support/sandbox.js';
import { secretOperations } from './support/secrets.js';
import { statusParts } from './support/status-parts.js';

const folder = join(process.cwd(), 'cli', 'schemas');
const schemas = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
const ajv = new Ajv({ schemas, allErrors: true });
const commands = new Map((await allCommands()).map(({ name, command }) => [name, command as unknown as CommandClass]));

const error = { code: 'ApplyFailed', message: 'quota', source: 'upstream', actions: [], resource: 'aws_vpc.vpc' };
const attribute = { path: 'tags.owner', before: 'a', after: 'b' };
const output = { name: 'vpc_id', action: 'create', unknown: true, sensitive: false } as const;
const plan = planResult([
  stackPlan('network', [change('aws_vpc.vpc', 'update', [attribute], 'why')], {
    drift: [change('aws_vpc.vpc', 'update', [attribute])],
    outputs: [output],
  }),
  stackPlan('data', [], { status: 'deferred', reason: 'waits for network' }),
  stackPlan('media', [], { status: 'failed', error }),
]);
const lock = {
  subject: 'environment',
  id: 'x',
  who: 'ann@build',
  operation: 'deploy',
  since: '2026-11-21T04:00:00.000Z',
  ageSeconds: 4,
  alive: true,
};
const deploy = deployResult(
  [
    deployment('network'),
    deployment('data', { status: 'failed', error }),
    deployment('media', { status: 'skipped', reason: 'x' }),
  ],
  { outcome: 'failed', actions: ['backlot deploy local'] },
);

/** Every operation, with every optional field set once. */
const operations: Partial<Operations> = {
  ...environmentsOf(environmentOf('local'), environmentOf('prod')),
  renderResolved: async () => 'platform: movies\n',
  explain: async () => [],
  synthesize: async () => ({
    environment: 'local',
    stacks: [{ id: 'network', resources: 58, dependsOn: ['foundation'], path: '/x/stacks/network' }],
    resources: 58,
    durationMs: 300,
  }),
  plan: async () => ({
    ...plan,
    services: {
      changes: [
        {
          service: 'api',
          action: 'update',
          image: 'api:1.4.0',
          previousImage: 'api:1.3.0',
          replicas: { min: 3, max: 10 },
          canary: true,
          values: [{ path: 'image.tag', before: '1.3.0', after: '1.4.0', sensitive: false }],
          chartChanged: false,
          reason: 'x',
        },
      ],
      unknown: 'x',
    },
  }),
  deploy: async () => ({ ...deploy, release: { number: 3, hash: 'a'.repeat(64), recorded: true } }),
  ...releaseOperations,
  destroy: async () => deploy,
  bootstrap: async () => bootstrapResult({ error }),
  outputs: async () => ({ network: { vpc_id: 'vpc-1', subnet_ids: ['a'] } }),
  status: async () => ({
    environment: 'local',
    target: 'sandbox',
    account: '000000000000',
    region: 'eu-central-1',
    reachable: true,
    endpoint: 'http://127.0.0.1:4566',
    stacks: [
      {
        id: 'network',
        applied: true,
        serial: 3,
        resources: 58,
        lastApplied: '2026-11-21T04:00:00.000Z',
        toolVersion: '1.11.4',
        lock: { id: 'x', operation: 'OperationTypeApply', who: 'ann@build', since: '2026-11-21T04:00:00Z' },
        condition: 'changed',
      },
      { id: 'data', applied: false, resources: 0 },
    ],
    resources: 58,
    ...statusParts,
  }),
  drift: async () => driftResult,
  ...(await canaryOperations()),
  ...dayTwoOperations,
  graph: async () => ({
    environment: 'local',
    stacks: [{ id: 'network', dependsOn: [], resources: 58 }],
    mermaid: '',
    text: '',
  }),
  doctor: async () => ({
    ok: true,
    checks: [{ id: 'node', title: 'Node.js', status: 'ok', version: '24', path: '/n' }],
  }),
  listBlueprints: async () => [{ name: 'movie-store', signs: false }],
  init: async ({ name, blueprint }) => ({ environment: name, file: `environments/${name}.yaml`, blueprint }),
  listLocks: async () => [lock, { subject: 'network', id: 'y', who: 'ann@build', operation: 'x', since: lock.since }],
  releaseLock: async () => lock,
  ...backupOperations,
  ...secretOperations,
  ...imageOperations,
  sandboxUp: async () => runningSandbox,
  sandboxDown: async () => ({ ...stoppedSandbox, stopped: true }),
  sandboxStatus: async () => runningSandbox,
  sandboxReset: async () => stoppedSandbox,
  listLoad: async () => ({ model: true, note: 'a model', runs: [loadRun()] }),
  sandboxCoverage: async () => ({
    types: 2,
    emulated: 1,
    recorded: [{ type: 'aws_x', reason: 'y' }],
    recordedAttributes: [{ type: 'aws_y', attribute: 'z', reason: 'y' }],
    unhandled: [],
  }),
};

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

function check(schema: string, value: unknown): string[] {
  const validate = ajv.getSchema(schema);
  if (!validate) throw new Error(`no schema ${schema}`);
  validate(JSON.parse(JSON.stringify(value)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
