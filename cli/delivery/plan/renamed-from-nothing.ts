import { type Environment, nearestWord } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { isDataBearing } from '../../../resources/index.js';
import type { StateFile } from '../../adapters/aws/index.js';
import { again } from '../../kernel/command-line.js';
import { lossName } from '../losses/index.js';
import type { ResourceChange } from './plan-result.js';

/** A thing that is made although the file says that it was made under another name before. */
export interface MadeAnew {
  /** Where that is said: `buckets.films.renamedFrom`. */
  readonly path: string;
  /** The name that nothing was made under. */
  readonly first: string;
  /** Names that the state has, of the same kind and stack. */
  readonly known: readonly string[];
  /** Those of them that the same plan removes. */
  readonly going: readonly string[];
}

/**
 * What a plan makes anew for a `renamedFrom` that names nothing the state has. Where it removes something of the kind, that
 * is what was meant; a new environment has none of it.
 */
export function renamedFromNothing(
  environment: Environment,
  changes: readonly ResourceChange[],
  state: Pick<StateFile, 'resources'> | undefined,
): MadeAnew[] {
  const stored = state?.resources ?? [];
  const there = new Set(stored.map(({ address }) => address));
  return changes.flatMap(({ action, address, type }): MadeAnew[] => {
    if (action !== 'create' || !isDataBearing(type) || there.has(address)) return [];
    const [section = '', first = '', ...rest] = lossName(type, address).split('.');
    const name = rest.length === 0 ? renamedIn(environment, section, first) : undefined;
    if (name === undefined) return [];
    const names = (things: readonly { readonly address: string; readonly type: string }[]) =>
      things.filter((each) => each.type === type).flatMap((each) => shortName(type, each.address, section));
    const going = names(changes.filter((each) => each.action === 'delete'));
    return [{ path: `${section}.${name}.renamedFrom`, first, known: names(stored), going }];
  });
}

/** @throws BacklotError `UnknownFirstName` where the same plan removes what was meant; the rest is returned in words. */
export function assertFirstNames(made: readonly MadeAnew[]): string[] {
  const wrong = made.filter(({ going }) => going.length > 0);
  if (wrong.length > 0) {
    throw new BacklotError({
      code: 'UnknownFirstName',
      message: wrong.map((each) => `${words(each)}, and ${each.going.join(', ')} would be removed`).join('; '),
      exitCode: 3,
      hints: ['write the name that it was made under, or take the line out where it is a new one'],
      actions: again(),
      details: { wrong },
    });
  }
  return made.filter(({ known }) => known.length > 0).map((each) => `${words(each)}: it is made anew, and empty`);
}

function words({ first, going, known, path }: MadeAnew): string {
  const near = nearestWord(first, going) ?? nearestWord(first, known) ?? (going.length === 1 ? going[0] : undefined);
  const hint = near === undefined ? ` (the state has ${known.join(', ')})` : ` (did you mean '${near}'?)`;
  return `${path} names '${first}', which nothing was made under${hint}`;
}

function renamedIn({ data, media, secrets }: Environment, section: string, first: string): string | undefined {
  const things = { ...data, buckets: media?.buckets, secrets } as Readonly<Record<string, Things | undefined>>;
  return Object.entries(things[section] ?? {}).find(([, { renamedFrom }]) => renamedFrom === first)?.[0];
}

type Things = Readonly<Record<string, { readonly renamedFrom?: string }>>;

/** The name in its section; nothing of another section, and of parts such as replicas. */
function shortName(type: ResourceChange['type'], address: string, section: string): string[] {
  if (!isDataBearing(type)) return [];
  const [own, name, ...rest] = lossName(type, address).split('.');
  return own === section && name !== undefined && rest.length === 0 ? [name] : [];
}
