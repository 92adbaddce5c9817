import { inspect } from 'node:util';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { quoted } from '../../modules/values/shell-quoted.js';
import { visibleLine } from '../../modules/values/visible-text.js';
import { withoutCredentials } from '../../modules/values/without-credentials.js';
import { commandLine, withFlag } from '../kernel/command-line.js';
import { lostConnection } from '../kernel/lost-connection.js';
import { nextSteps } from '../kernel/next-steps.js';
import { writeCrashLog } from './crash-log.js';
import type { Paint, Style } from './paint.js';
import { type KnownWords, usageError } from './usage-error.js';
import { wrapped } from './wrap.js';

/** Everything that a person throws at us, as the one kind of error that we print. */
export function toBacklotError(error: unknown, argv: readonly string[], known: KnownWords): BacklotError {
  if (error instanceof BacklotError) return error;
  if (error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError')) {
    return new BacklotError({ code: 'Interrupted', message: 'interrupted; nothing was changed', exitCode: 130 });
  }
  const command = [known.command, ...argv.map(quoted)].join(' ');
  return usageError(error, known) ?? connectionLost(error, command) ?? unexpected(error, command);
}

/** How an error is told. */
export interface ErrorTextOptions {
  /** With its causes and where they come from. @default false */
  readonly debug?: boolean;
  /** Columns to break prose at, between words; commands stay whole, to be pasted. @default it isn't broken */
  readonly width?: number;
}

/** The lines that tell a person what went wrong and what to do next. */
export function errorText(error: BacklotError, paint: Paint, options: ErrorTextOptions = {}): string {
  // A person who says no made no error.
  const said = withoutOurLabels(error.message);
  const fitted = (text: string) => (options.width === undefined ? text : wrapped(text, options.width));
  // Painted once its columns are counted.
  const labelled = (label: string, style: Style, text: string) =>
    fitted(`${label} ${text}`).replace(label, () => paint(style, label));
  const lines = [error.code === 'Declined' ? fitted(said) : labelled('error:', 'red', said)];
  if (error.hints.length > 0) lines.push('', ...error.hints.map((hint) => labelled('hint:', 'dim', visibleLine(hint))));
  if (error.actions.length > 0) {
    // What was refused for its words (exit code 3) is refused again.
    const steps = nextSteps(error.actions, { refused: error.exitCode === 3 });
    lines.push('', paint('dim', 'next:'), ...steps.map((action) => `  ${action}`));
  }
  if (options.debug) lines.push('', paint('dim', withoutCredentials(inspect(error, { depth: 4, colors: false }))));
  return lines.join('\n');
}

/** What others said may go over several lines; one that looks like a label of ours is marked as theirs. */
function withoutOurLabels(message: string): string {
  return message.replace(/(?<=\n)(?=[^\S\n]*(?:error|hint|next|warning):)/gi, '| ');
}

/** Whoever the command spoke with is gone: no defect of ours. */
function connectionLost(error: unknown, command: string): BacklotError | undefined {
  const lost = lostConnection(error);
  if (!lost) return undefined;
  return new BacklotError({
    code: 'ConnectionLost',
    message: `what the command was talking to is gone: ${lost.reason}`,
    source: 'upstream',
    actions: ['backlot sandbox status', 'backlot doctor', commandLine(command)],
    cause: error,
  });
}

function unexpected(error: unknown, command: string): BacklotError {
  const log = writeCrashLog(error, command);
  const message = error instanceof Error ? error.message : String(error);
  return new BacklotError({
    code: 'Unexpected',
    message: `this should not have happened: ${message.split(/[\r\n]/)[0]}`,
    source: 'platform',
    actions: [...(log ? [`less ${quoted(log)}`] : []), withFlag(commandLine(command), 'debug')],
    details: log ? { log } : {},
    cause: error,
  });
}
