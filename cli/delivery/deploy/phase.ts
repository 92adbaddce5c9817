import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { unknownName } from '../../kernel/unknown-name.js';
import { assertImages } from '../services/assert-images.js';

/** Parts of a deploy, in their order: each stands on those before it. */
export const PHASES = ['stacks', 'baseline', 'controllers', 'observability', 'services'] as const;

/** One part of a deploy. */
export type Phase = (typeof PHASES)[number];

/** What of an environment is wanted. */
export interface PhaseWish {
  /** @default what the other wishes ask for, else all */
  readonly only?: readonly Phase[];
  /** @default all stacks */
  readonly stacks?: readonly string[];
  /** @default all services */
  readonly services?: readonly string[];
  /** Images by service. @default those that are declared */
  readonly images?: Readonly<Record<string, string>>;
}

/**
 * The parts to deploy: those that are named, else those that the named stacks and services belong to, else all that the
 * environment has.
 *
 * @throws BacklotError `PhaseConflict`, `NoCluster`, `UnknownService` (exit code 3).
 */
export function choosePhases(environment: Environment, wish: PhaseWish): ReadonlySet<Phase> {
  const { only = [], services = [], stacks = [] } = wish;
  assertServices(environment, services);
  assertImages(environment, wish.images ?? {});
  if (only.length > 0) return named(environment, only, wish);
  if (services.length > 0 && stacks.length === 0) return named(environment, ['services'], wish);
  if (stacks.length > 0) return new Set(services.length > 0 ? ['stacks', 'services'] : ['stacks']);
  return new Set(environment.cluster ? PHASES : ['stacks']);
}

/** Whether something of it needs the cluster. */
export function needsCluster(phases: ReadonlySet<Phase>): boolean {
  return PHASES.some((phase) => phase !== 'stacks' && phases.has(phase));
}

function named(environment: Environment, only: readonly Phase[], { stacks, services }: PhaseWish): ReadonlySet<Phase> {
  const phases = new Set(only);
  if (stacks?.length && !phases.has('stacks'))
    throw conflict(environment, only, `--stack ${stacks.join(',')}`, 'stacks');
  if (services?.length && !phases.has('services')) {
    throw conflict(environment, only, `--service ${services.join(',')}`, 'services');
  }
  if (needsCluster(phases) && !environment.cluster) {
    throw new BacklotError({
      code: 'NoCluster',
      message: `environment '${environment.id}' declares no cluster, so it has no ${only.filter((phase) => phase !== 'stacks').join(', ')}`,
      exitCode: 3,
      hints: [`add a section 'cluster' to environments/${environment.id}.yaml`],
    });
  }
  return phases;
}

function conflict(environment: Environment, only: readonly Phase[], flag: string, missing: Phase): BacklotError {
  return new BacklotError({
    code: 'PhaseConflict',
    message: `--only ${only.join(',')} leaves out what ${flag} asks for`,
    exitCode: 3,
    actions: [`backlot deploy ${environment.id} --only ${[...only, missing].join(',')} ${flag}`],
  });
}

function assertServices({ id, services }: Environment, wanted: readonly string[]): void {
  const unknown = wanted.filter((name) => !(name in services));
  if (unknown.length === 0) return;
  const known = Object.keys(services);
  throw unknownName({
    code: 'UnknownService',
    given: unknown[0] ?? '',
    known,
    message: `environment '${id}' has no service ${unknown.map((name) => `'${name}'`).join(', ')}; it has ${known.length > 0 ? known.join(', ') : 'none'}`,
    hints: [`a new service is declared in environments/${id}.yaml`],
    actions: [`backlot config ${id}`],
  });
}
