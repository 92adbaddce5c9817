import { heldData, resourceType } from '../../../resources/index.js';
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
  const { name, physical, type, action, holds, lost, amounts, causes = [], wayBack, stack } = loss;
  const ways = waysOut(loss);
  const newest = amounts?.newest ? `, the newest of ${amounts.newest}` : '';
  const back = wayBack ? [`${wayBack.words}${wayBack.until ? `, gone for good on ${wayBack.until}` : ''}`] : [];
  const gone =
    action === 'recreate' ? 'it would be made anew, empty' : `it would be ${VERBS[action]}, which loses ${lost}`;
  return [
    `  ${name}: ${STORES[type].label} ${physical} (stack '${stack}')${holds ? ` holds ${holds}` : ''}${newest}`,
    ...back.map((words) => `    it ${words}`),
    `    ${gone}`,
    ...causes.map((cause) => `    because of ${causeText(cause)}`),
    ...proofLines(loss).map((words) => `    ${words}`),
    ...(wayBack ? [] : [`    ${copyText(loss)}`]),
    ...(ways.length > 0 ? [`    to lose nothing: ${ways.join('; ')}`] : []),
  ];
}

function causeText({ path, file, line, words }: LossCause): string {
  const place = file ? ` (${file}${line === undefined ? '' : `:${line}`})` : '';
  return path ? `${path}: ${words}${place}` : `${words}${place}`;
}

function copyText({ action, lastCopy, undone }: Loss): string {
  if (undone) return undone;
  if (lastCopy) return `a last copy is made first: ${lastCopy}; backups restore puts it back`;
  return action === 'shorten' ? 'nothing brings that back' : 'no last copy can be made: nothing brings it back';
}

/** What is proven of it; nothing of what no backup set has. */
function proofLines({ proof, proofsUnread, type }: Loss): string[] {
  if (type === 'aws_s3_bucket')
    return ['no backup set brings it back: a set lists the versions of its objects, and they go with it'];
  if (!resourceType(type)?.backup?.outlives) return [];
  if (proofsUnread) return [`the proofs of backups can't be read: ${proofsUnread.split('\n')[0]}`];
  if (!proof) return ['no restore of a backup was ever proven'];
  const { covers, looked = [], set, upTo } = proof;
  if (covers) return [`the newest proven backup is ${set}: what came after ${upTo} is not in it`];
  return [
    `the newest proven backup, ${set}, was not proven for it${looked.length > 0 ? `: the proof looked at ${looked.join(', ')}` : ''}`,
  ];
}

function waysOut({ causes = [], wayBack, action, besides = [], name, type }: Loss): string[] {
  const edits = causes.filter(({ path }) => path !== undefined);
  const renamed = action === 'delete' && heldData(type).renamable && /^[^.]+\.[^.]+$/.test(name) && besides.length > 0;
  return [
    ...(wayBack ? [wayBack.command] : []),
    ...(edits.length > 0 ? ['take the edit back'] : []),
    ...(renamed ? [`if ${besides.join(' or ')} is the same, say so there: renamedFrom: ${name.split('.')[1]}`] : []),
    ...(wayBack || action === 'shorten' || !resourceType(type)?.backup?.outlives
      ? []
      : ['restore a backup beside it under another name, and move over']),
  ];
}
