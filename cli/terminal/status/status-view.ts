import type { EnvironmentStatus, StackStatus } from '../../insight/status/index.js';
import { truncate } from '../cells.js';
import { plural } from '../plural.js';
import { age, ageOf } from './age.js';
import { type Said, type StatusViewOptions, told } from './said.js';
import { serviceLines } from './service-lines.js';
import { stacksLines } from './stacks-lines.js';

/** One screen: a line for each part, the stacks that aren't as they should be, and the services. */
export function statusView(status: EnvironmentStatus, { width, paint }: StatusViewOptions): string {
  const line = (title: string, said: readonly Said[]) =>
    said.map(([style, text], index) => {
      const head = index === 0 ? title.padEnd(11) : ' '.repeat(11);
      return `${paint('bold', head)}${paint(style, truncate(text, width - 11))}`;
    });
  const lines = [
    ...line('stacks', stacksLines(status.stacks, status.resources)),
    ...line('release', [told(status.release, release, ['dim', 'none yet'])]),
    ...line('lock', lockLines(status)),
    ...line('unfinished', unfinished(status)),
    ...line('drift', [told(status.drift, (found) => drift(found, status.release?.value), ['yellow', 'never checked'])]),
    ...line('backups', [told(status.proof, proof, ['yellow', 'no restore was ever proven'])]),
    ...line('alerts', alerts(status)),
  ];
  return [...lines, ...serviceLines(status.services, { width, paint })].join('\n');
}

function release({
  number,
  operation,
  outcome,
  who,
  at,
  doubt,
}: NonNullable<NonNullable<EnvironmentStatus['release']>['value']>): Said {
  if (doubt) return ['red', `${number} is the newest that can be relied on; the ledger was tampered with: ${doubt}`];
  const style = outcome === 'complete' ? 'green' : outcome === 'failed' ? 'red' : 'yellow';
  return [style, `${number} ${operation} ${outcome}, ${ageOf(at)} ago by ${who}`];
}

function lockLines({ lock, stacks }: EnvironmentStatus): Said[] {
  const own = told(
    lock,
    ({ operation, who, since, alive, ageSeconds }): Said =>
      alive
        ? ['cyan', `${operation} of ${who} since ${clock(since)}, alive ${age(ageSeconds)} ago`]
        : ['yellow', `${operation} of ${who} since ${clock(since)} has died: the next run takes over`],
    ['dim', 'nobody is changing it'],
  );
  const states = stacks.flatMap((stack) => (stack.lock ? [stateLock(stack)] : []));
  return [own, ...states];
}

function stateLock({ id, lock }: StackStatus): Said {
  return ['yellow', `state of ${id}: locked by ${lock?.who} since ${clock(lock?.since ?? '')} (${lock?.operation})`];
}

function unfinished({ unfinished: part }: EnvironmentStatus): Said[] {
  const none: Said = ['dim', 'nothing'];
  if (part?.unknown !== undefined || !part?.value?.length) return part?.unknown ? [told(part, () => none, none)] : [];
  const shown = part.value
    .slice(0, 3)
    .map(({ intent, who, began }): Said => ['yellow', `${intent}: ${who}, ${ageOf(began)} ago`]);
  return part.value.length > 3 ? [...shown, ['yellow', `and ${part.value.length - 3} more`]] : shown;
}

function drift(
  {
    ageSeconds,
    at,
    code,
    outside,
    noise,
    additions = 0,
  }: NonNullable<NonNullable<EnvironmentStatus['drift']>['value']>,
  release: NonNullable<EnvironmentStatus['release']>['value'],
): Said {
  const beside = additions > 0 ? `, ${additions} added beside` : '';
  const found = code + outside + additions > 0 ? `${outside} changed outside${beside}, ${code} not applied` : 'none';
  const looked = `${found}${noise > 0 ? ` (${noise} noise)` : ''}, looked ${age(ageSeconds)} ago`;
  // What was found then says nothing of what was applied since.
  if (release && Date.parse(at) < Date.parse(release.at)) {
    return ['yellow', `not looked for since release ${release.number}; before it ${looked}`];
  }
  const style = outside + additions > 0 ? 'red' : code > 0 ? 'yellow' : 'green';
  return [style, looked];
}

function proof({
  set,
  outcome,
  ageSeconds,
  maxAge,
  stale,
}: NonNullable<NonNullable<EnvironmentStatus['proof']>['value']>): Said {
  const limit = maxAge ? `, at most ${maxAge}` : '';
  const style = outcome === 'failed' ? 'red' : stale ? 'yellow' : 'green';
  return [style, `${set} ${outcome} ${age(ageSeconds)} ago${limit}${stale ? ': a deploy is refused' : ''}`];
}

function alerts({ alerts: part }: EnvironmentStatus): Said[] {
  const none: Said = ['dim', 'no cluster'];
  if (!part?.value || part.unknown !== undefined) return [told(part, () => none, none)];
  if (part.value.length === 0) return [['green', 'none firing']];
  const names = part.value.slice(0, 4).map(({ name, subject }) => (subject ? `${name} (${subject})` : name));
  const rest = part.value.length > 4 ? ` and ${part.value.length - 4} more` : '';
  return [['red', `${plural(part.value.length, 'alert')}: ${names.join(', ')}${rest}`]];
}

/** `10:23:09Z` of today, with the day otherwise. */
function clock(time: string): string {
  const short = time.replace(/\.\d+Z$/, 'Z');
  return short.startsWith(new Date().toISOString().slice(0, 10)) ? short.slice(11) : short;
}
