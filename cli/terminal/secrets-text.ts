import type {
  ConsumersResult,
  RotationResult,
  SecretConsumer,
  SecretInfo,
  SecretSetResult,
  SecretsListResult,
} from '../data/secrets/index.js';
import { nextSteps } from '../kernel/next-steps.js';
import { elapsed } from './elapsed.js';
import type { Paint } from './paint.js';
import { plural } from './plural.js';
import { type Column, table } from './table.js';

/** Where text goes. */
export interface SecretsTextOptions {
  readonly width: number;
  readonly paint: Paint;
}

/** The secrets of an environment for people. */
export function secretsText({ environment, secrets }: SecretsListResult, options: SecretsTextOptions): string {
  if (secrets.length === 0) return `'${environment}' declares no secrets.`;
  return table<SecretInfo>(
    secrets,
    [
      { title: 'secret', value: ({ secret }) => secret },
      { title: 'in Secrets Manager', value: ({ name }) => name || '-' },
      {
        title: 'value',
        value: valueText,
        paint: ({ set }, text, paint) => (set === true ? text : paint('yellow', text)),
      },
      { title: 'age', align: 'right', value: ({ ageSeconds }) => (ageSeconds === undefined ? '-' : age(ageSeconds)) },
      { title: 'rotation', value: ({ rotation }) => rotation },
      { title: 'consumers', align: 'right', value: ({ consumers }) => String(consumers) },
      {
        title: 'under way',
        value: ({ underWay }) => underWay ?? '-',
        paint: ({ underWay }, text, paint) => (underWay ? paint('yellow', text) : text),
      },
    ],
    options,
  );
}

/** Who uses a secret, for people. */
export function consumersText(result: ConsumersResult, options: SecretsTextOptions): string {
  const version = result.version ? `version ${result.version}` : 'no value yet';
  const made = result.versionCreated ? `, made ${result.versionCreated.replace(/\.\d+Z$/, 'Z')}` : '';
  const head = `${result.name}  ${version}${made}`;
  if (result.consumers.length === 0) return `${head}\nNo service uses it.`;
  const end = result.moved ? options.paint('green', 'All of them run with the current version.') : next(result.actions);
  return [head, '', consumersTable(result.consumers, options), ...(end ? ['', end] : [])].join('\n');
}

/** What setting a value did, for people. */
export function setText(result: SecretSetResult, options: SecretsTextOptions): string {
  const { consumers, name, outcome, previous, trimmed, version } = result;
  const done =
    outcome === 'unchanged'
      ? `${name} has this value already (version ${version}): no new version was made.`
      : `${name} is set: version ${version}${previous ? `; ${previous} is the one before` : ''}.`;
  const newline = trimmed ? 'The newline at the end of what was read is not part of the value.' : undefined;
  const shown = consumers && consumers.consumers.length > 0 ? consumersTable(consumers.consumers, options) : undefined;
  const rest = consumers && !consumers.moved ? next(result.actions) : undefined;
  return [done, newline, shown && `\n${shown}`, rest && `\n${rest}`].filter(Boolean).join('\n');
}

/** What a rotation did, with the proof that all consumers have moved. */
export function rotationText(result: RotationResult, options: SecretsTextOptions): string {
  const { hints = [], consumers, name, outcome, retired, steps, version } = result;
  const done = {
    rotated: `${name} is rotated: version ${version}${retired ? `; ${retired} is retired` : ''}.`,
    aborted: `${name} is back at version ${version}.`,
    moved: `Every consumer of ${name} runs with version ${version}.`,
  }[outcome];
  const lines = steps.map(({ durationMs, id, message, status }) => {
    const time = status === 'earlier' ? 'before' : elapsed(durationMs);
    return `${id.padEnd(16)} ${time.padStart(7)}  ${message}`;
  });
  const proof = consumers.length > 0 ? ['', consumersTable(consumers, options)] : ['', 'No service uses it.'];
  return [...lines, ...proof, '', options.paint('green', done), ...hints].join('\n');
}

function consumersTable(consumers: readonly SecretConsumer[], options: SecretsTextOptions): string {
  const pods = (title: string, of: (pods: NonNullable<SecretConsumer['pods']>) => number): Column<SecretConsumer> => ({
    title,
    align: 'right',
    value: (consumer) => (consumer.pods ? String(of(consumer.pods)) : '-'),
  });
  return table<SecretConsumer>(
    consumers,
    [
      { title: 'consumer', value: ({ service }) => service },
      { title: 'by', value: ({ declared }) => (declared ? 'needs' : 'cluster only') },
      { title: 'workload', value: ({ workload }) => workload ?? '-' },
      { title: 'variables', value: ({ variables }) => variables.join(' ') || '-', shrinks: true },
      pods('current', ({ current }) => current),
      {
        ...pods('old', ({ old }) => old),
        paint: (consumer, text, paint) => ((consumer.pods?.old ?? 0) > 0 ? paint('yellow', text) : text),
      },
      pods('unknown', ({ unknown }) => unknown),
      { title: 'state', value: ({ state }) => state, shrinks: true },
    ],
    options,
  );
}

function valueText({ name, set }: SecretInfo): string {
  if (set === undefined) return name ? 'not applied' : 'not there';
  return set ? 'set' : 'NOT SET';
}

function age(seconds: number): string {
  if (seconds < 3_600) return plural(Math.round(seconds / 60), 'minute');
  return seconds < 172_800 ? plural(Math.round(seconds / 3_600), 'hour') : plural(Math.round(seconds / 86_400), 'day');
}

function next(actions: readonly string[]): string | undefined {
  return actions.length > 0 ? `Next: ${nextSteps(actions).join('\n      ')}` : undefined;
}
