import { BacklotError } from '../../../modules/values/backlot-error.js';

/** Something that going back would need and that cannot be undone. */
export interface Refusal {
  readonly kind: 'data-loss' | 'engine-downgrade' | 'schema-contract';
  /** `data: aws_db_instance.main`, or a service. */
  readonly subject: string;
  /** In words. */
  readonly reason: string;
  /** What `--lose` calls it. @default no name lets it pass */
  readonly name?: string;
}

/** Each once: the plan often finds what was found before it. */
export function distinct(refusals: readonly Refusal[]): Refusal[] {
  return [...new Map(refusals.map((each) => [`${each.kind} ${each.subject}`, each])).values()];
}

/** The error that names everything that cannot be undone, with the way out. */
export function refused(
  environment: string,
  release: number,
  refusals: readonly Refusal[],
  more: readonly string[] = [],
  hints: readonly string[] = [],
): BacklotError {
  const stacks = refusals.some(({ kind }) => kind !== 'schema-contract');
  const contracts = refusals.some(({ kind }) => kind === 'schema-contract');
  return new BacklotError({
    code: contracts && !stacks ? 'SchemaContractBroken' : 'RollbackRefused',
    message: `release ${release} cannot be gone back to, nothing was changed: ${refusals.map(({ subject, reason }) => `${subject}: ${reason}`).join('; ')}`,
    actions: [
      ...(stacks && !contracts ? [`backlot rollback ${environment} ${release} --services-only`] : []),
      ...losing(environment, release, refusals),
      ...more,
    ],
    hints,
    details: { release, refusals },
  });
}

/** The way that loses what is named, where a name is all that is lacking. */
function losing(environment: string, release: number, refusals: readonly Refusal[]): string[] {
  const names = refusals.map(({ name }) => name);
  if (names.includes(undefined)) return [];
  return [`backlot rollback ${environment} ${release}${names.map((name) => ` --lose ${name}`).join('')}`];
}
