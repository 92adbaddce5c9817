import type { Environment } from '../../../../environments/model/index.js';
import type { AdoptedEdit, AdoptResult } from '../drift-result.js';
import { candidatesFor } from './candidates.js';
import { editYaml } from './edit-yaml.js';
import { type Judgement, judgeTrial, type WantedAttribute } from './judge-trial.js';
import type { Trial } from './trial.js';

/** What is searched in. */
export interface SearchProps {
  readonly environment: Environment;
  /** The environment's own file. */
  readonly text: string;
  readonly wanted: readonly WantedAttribute[];
  readonly trial: Trial;
  readonly tell: (message: string) => void;
}

/** What a search found. */
export interface FoundEdits {
  readonly edits: readonly Omit<AdoptedEdit, 'file'>[];
  readonly refused: AdoptResult['refused'];
  /** The file with all edits. */
  readonly text: string;
  /** What it comes to. */
  readonly environment: Environment;
}

/** Edits that are tried for one attribute: each costs a synthesis. */
const TRIES = 40;

/** Tries edits for each attribute until one changes nothing but attributes that were changed outside, to what they are. */
export async function searchEdits({ environment, text, wanted, trial, tell }: SearchProps): Promise<FoundEdits> {
  const edits: Omit<AdoptedEdit, 'file'>[] = [];
  const refused: AdoptResult['refused'][number][] = [];
  let now = { text, environment };
  let open = [...wanted];
  for (const each of wanted) {
    if (!open.includes(each)) continue;
    tell(`${each.address} ${each.attribute.path}`);
    const { hit, near } = await search(each, open, now, trial);
    if (hit) {
      now = { text: hit.text, environment: hit.environment };
      await trial.keep(hit.text);
      open = open.filter((other) => !hit.adopts.includes(other));
      const { key, before, after } = hit;
      const adopts = hit.adopts.map(({ owner, address, attribute }) => ({ owner, address, path: attribute.path }));
      edits.push({ key, before, after, adopts });
    } else {
      open = open.filter((other) => other !== each);
      const { owner, address, attribute } = each;
      refused.push({ owner, address, path: attribute.path, reason: near ?? NO_KEY });
    }
  }
  return { edits, refused, ...now };
}

const NO_KEY =
  'no key of the environment leads to it alone: set it back with --revert, or change the code of the stack';

interface Hit extends Pick<Judgement, 'adopts'> {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly text: string;
  readonly environment: Environment;
}

async function search(
  { owner, address, attribute }: WantedAttribute,
  open: readonly WantedAttribute[],
  { text, environment }: { readonly text: string; readonly environment: Environment },
  trial: Trial,
): Promise<{ readonly hit?: Hit; readonly near?: string }> {
  const { path, before, after } = attribute;
  let near: string | undefined;
  for (const candidate of candidatesFor(environment, { address, path, before, after }).slice(0, TRIES)) {
    const edited = editYaml(text, candidate.path, candidate.after);
    if (edited === undefined) continue;
    const result = await trial.attempt(edited);
    const key = candidate.path.join('.');
    if ('refused' in result) {
      near ??= `${key} can't be ${JSON.stringify(candidate.after)}: ${firstProblem(result.refused)}`;
      continue;
    }
    const { adopts, also } = judgeTrial(result.changes, open);
    const meets = adopts.some(
      (each) => each.owner === owner && each.address === address && each.attribute === attribute,
    );
    if (!meets) continue;
    if (also.length === 0) {
      return {
        hit: {
          key,
          before: candidate.before,
          after: candidate.after,
          text: edited,
          adopts,
          environment: result.environment,
        },
      };
    }
    const others = [...new Set(also.map((change) => `${change.address} ${change.path}`))];
    near = `${key} would lead to it, but also change ${others.slice(0, 3).join(', ')}${others.length > 3 ? ` and ${others.length - 3} more` : ''}`;
  }
  return near ? { near } : {};
}

/** The line of an invalid environment that says what is wrong. */
function firstProblem(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '' && !line.endsWith(':') && !/^\d+ \|/.test(line)) ?? message;
}
