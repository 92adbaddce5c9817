import type { Command, Interfaces } from '@oclif/core';

/** A command class with the words that call it. */
export interface KnownCommand {
  /** `sandbox up`. */
  readonly name: string;
  readonly command: CommandClass;
}

/** What is read of a command class. */
export interface CommandClass {
  readonly name: string;
  readonly summary?: string;
  readonly description?: string;
  readonly examples?: Command.Example[];
  readonly args?: Interfaces.ArgInput;
  readonly flags?: Interfaces.FlagInput;
  readonly baseFlags?: Interfaces.FlagInput;
}

/** Every command, in the order of the reference; oclif itself finds them by their files. */
export async function allCommands(): Promise<readonly KnownCommand[]> {
  const loaded = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => ({ name, module: await load() })),
  );
  return loaded.map(({ name, module }) => ({ name, command: module.default as unknown as CommandClass }));
}

const COMMANDS = {
  up: () => import('./commands/up.js'),
  down: () => import('./commands/down.js'),
  init: () => import('./commands/init.js'),
  config: () => import('./commands/config.js'),
  synth: () => import('./commands/synth.js'),
  graph: () => import('./commands/graph.js'),
  bootstrap: () => import('./commands/bootstrap.js'),
  plan: () => import('./commands/plan.js'),
  deploy: () => import('./commands/deploy.js'),
  recover: () => import('./commands/recover.js'),
  drift: () => import('./commands/drift.js'),
  status: () => import('./commands/status.js'),
  outputs: () => import('./commands/outputs.js'),
  'canary status': () => import('./commands/canary/status.js'),
  'canary promote': () => import('./commands/canary/promote.js'),
  'canary pause': () => import('./commands/canary/pause.js'),
  'canary abort': () => import('./commands/canary/abort.js'),
  'canary retry': () => import('./commands/canary/retry.js'),
  'canary history': () => import('./commands/canary/history.js'),
  logs: () => import('./commands/logs.js'),
  events: () => import('./commands/events.js'),
  scale: () => import('./commands/scale.js'),
  restart: () => import('./commands/restart.js'),
  exec: () => import('./commands/exec.js'),
  'cluster upgrade': () => import('./commands/cluster/upgrade.js'),
  rollback: () => import('./commands/rollback.js'),
  'releases list': () => import('./commands/releases/list.js'),
  'releases show': () => import('./commands/releases/show.js'),
  'releases diff': () => import('./commands/releases/diff.js'),
  'releases verify': () => import('./commands/releases/verify.js'),
  destroy: () => import('./commands/destroy.js'),
  doctor: () => import('./commands/doctor.js'),
  'locks list': () => import('./commands/locks/list.js'),
  'locks release': () => import('./commands/locks/release.js'),
  'images build': () => import('./commands/images/build.js'),
  'images push': () => import('./commands/images/push.js'),
  'images list': () => import('./commands/images/list.js'),
  'images scan': () => import('./commands/images/scan.js'),
  'images promote': () => import('./commands/images/promote.js'),
  'patch plan': () => import('./commands/patch/plan.js'),
  'secrets list': () => import('./commands/secrets/list.js'),
  'secrets set': () => import('./commands/secrets/set.js'),
  'secrets rotate': () => import('./commands/secrets/rotate.js'),
  'secrets consumers': () => import('./commands/secrets/consumers.js'),
  'backups create': () => import('./commands/backups/create.js'),
  'backups list': () => import('./commands/backups/list.js'),
  'backups show': () => import('./commands/backups/show.js'),
  'backups restore': () => import('./commands/backups/restore.js'),
  'backups verify': () => import('./commands/backups/verify.js'),
  'backups prune': () => import('./commands/backups/prune.js'),
  'backups schedule': () => import('./commands/backups/schedule.js'),
  'sandbox up': () => import('./commands/sandbox/up.js'),
  'sandbox down': () => import('./commands/sandbox/down.js'),
  'sandbox status': () => import('./commands/sandbox/status.js'),
  'sandbox reset': () => import('./commands/sandbox/reset.js'),
  'sandbox load': () => import('./commands/sandbox/load.js'),
  'sandbox coverage': () => import('./commands/sandbox/coverage.js'),
};
