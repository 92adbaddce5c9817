import type { Loss, LossCause } from './loss.js';
import { STORES } from './stores/index.js';

const VERBS = {
  delete: 'deleted',
  replace: 'replaced by an empty one',
  recreate: 'made anew, empty',
  shorten: 'cut short',
};

/** What is lost, why, and what doesn't lose it: one line for the thing, the others below it. */
export function describeLoss(loss: Loss): string[] {
  const { name, physical, type, action, holds, lost, amounts, causes = [], wayBack, proof, stack } = loss;
  const newest = amounts?.newest ? `, the newest of ${amounts.newest}` : '';
  const back = wayBack ? [`${wayBack.words}${wayBack.until ? `, gone for good on ${wayBack.until}` : ''}`] : [];
  const gone =
    action === 'recreate' ? 'it would be made anew, empty' : `it would be ${VERBS[action]}, which loses ${lost}`;
  return [
    `  ${name}: ${STORES[type].label} ${physical} (stack '${stack}')${holds ? ` holds ${holds}` : ''}${newest}`,
    ...back.map((words) => `    it ${words}`),
    `    ${gone}`,
    ...causes.map((cause) => `    because of ${causeText(cause)}`),
    `    ${proofText(proof)}`,
    ...(wayBack ? [] : [`    ${copyText(loss)}`]),
    `    to lose nothing: ${waysOut(loss).join('; ')}`,
  ];
}

function causeText({ path, file, line, words }: LossCause): string {
  const place = file ? ` (${file}${line === undefined ? '' : `:${line}`})` : '';
  return path ? `${path}: ${words}${place}` : `${words}${place}`;
}

function copyText({ action, lastCopy }: Loss): string {
  if (lastCopy) return `a last copy is made first: ${lastCopy}`;
  return action === 'shorten' ? 'nothing brings that back' : 'no last copy can be made: nothing brings it back';
}

function proofText(proof: Loss['proof']): string {
  if (!proof) return 'no restore of a backup was ever proven';
  if (!proof.covers) return `the newest proven backup, ${proof.set}, was not proven for it`;
  return `the newest proven backup is ${proof.set}: what came after ${proof.upTo} is not in it`;
}

/** What `renamedFrom` is declared of. */
const RENAMABLE = /^(postgres|redis|buckets|secrets)\.[^.]+$/;

function waysOut({ causes = [], wayBack, action, name }: Loss): string[] {
  const edits = causes.filter(({ path }) => path !== undefined);
  return [
    ...(wayBack ? [wayBack.command] : []),
    ...(edits.length > 0 ? ['take the edit back'] : []),
    ...(RENAMABLE.test(name) && action === 'delete'
      ? [`if it was only renamed, say so: renamedFrom: ${name.split('.')[1]}`]
      : []),
    ...(wayBack || action === 'shorten' ? [] : ['restore a backup beside it under another name, and move over']),
  ];
}
