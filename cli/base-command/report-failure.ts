import { withNextSteps } from '../kernel/next-steps.js';
import { errorText, toBacklotError } from '../terminal/error-report.js';
import { paintFor } from '../terminal/paint.js';
import { type Terminal, widthOf } from '../terminal/terminal.js';
import type { KnownWords } from '../terminal/usage-error.js';
import { wants } from './wants.js';

/**
 * Prints an error once, the way the command line asks for, and sets the exit code: text on stderr, with `--json` one
 * object on stdout, with `--events` one more event on stderr.
 */
export function reportFailure(error: unknown, argv: readonly string[], terminal: Terminal, known: KnownWords): void {
  const exit = exitRequest(error);
  if (exit !== undefined) {
    terminal.exitCode = exit;
    return;
  }
  const { json, events, noColor, debug } = wants(argv, terminal.env);
  const failure = toBacklotError(error, argv, known);
  terminal.exitCode = failure.exitCode;
  const shown = withNextSteps({ error: failure.toJSON() }, { refused: failure.exitCode === 3 }) as { error: unknown };
  if (json) terminal.stdout.json(shown, 2);
  if (events) {
    terminal.stderr.json({ time: new Date().toISOString(), type: 'error', ...shown });
  } else if (!json || debug) {
    // A log breaks no lines: whoever searches it looks for whole ones.
    const width = terminal.stderr.isTTY ? widthOf(terminal, 'stderr') : undefined;
    terminal.stderr.write(`${errorText(failure, paintFor(terminal, 'stderr', { noColor }), { debug, width })}\n`);
  }
}

/** `this.exit(n)` of oclif and its plugins is no error. */
function exitRequest(error: unknown): number | undefined {
  const { code, oclif } = (error ?? {}) as { code?: unknown; oclif?: { exit?: number } };
  return code === 'EEXIT' ? (oclif?.exit ?? 0) : undefined;
}
