import { Command, type Interfaces } from '@oclif/core';
import { givenActor } from '../kernel/actor.js';
import { type CommandShape, runsAs } from '../kernel/command-line.js';
import { withNextSteps } from '../kernel/next-steps.js';
import { programName } from '../kernel/program-name.js';
import { type Paint, paintFor } from '../terminal/paint.js';
import { type ProgressView, progressView } from '../terminal/progress/index.js';
import { processTerminal, type Terminal, widthOf } from '../terminal/terminal.js';
import { commandShape } from './command-shape.js';
import { globalFlags } from './flags.js';
import { type Operations, operations } from './operations.js';
import { reportFailure } from './report-failure.js';
import { type Wants, wants } from './wants.js';

/**
 * Base of all commands: `run()` returns what `--json` prints, `print` is for people and silent with `--json`, progress and
 * questions go to stderr. Errors are printed here, once, and set the exit code.
 */
export abstract class BaseCommand<Result> extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = globalFlags;

  /** Where it writes and asks. */
  terminal: Terminal = processTerminal;
  /** What it calls. */
  operations: Operations = operations;

  private shown: ProgressView | undefined;

  abstract override run(): Promise<Result>;

  protected override async init(): Promise<void> {
    await super.init();
    const shape = commandShape(this.id?.replaceAll(':', ' ') ?? '', this.ctor as unknown as typeof BaseCommand);
    // Before anything is done, rather than when the first record is written.
    givenActor(this.terminal.env);
    runsAs({ shape, argv: this.argv, shapeOf: (words) => this.shapeOf(words, shape) });
  }

  /** The command that words begin with, if there is one. */
  private shapeOf(words: readonly string[], own: CommandShape): CommandShape | undefined {
    for (const name of [words.slice(0, 2).join(' '), words[0] ?? '']) {
      if (name === own.name) return own;
      const found = this.config.findCommand?.(name.replaceAll(' ', ':'));
      if (found) return commandShape(name, found);
    }
    return undefined;
  }

  /** How this program is called, to be pasted. */
  protected get bin(): string {
    return programName();
  }

  /** Progress of this command; nothing is drawn before the first event. */
  protected get view(): ProgressView {
    this.shown ??= progressView(this.terminal, this.wants);
    return this.shown;
  }

  /** Prints data for people. Ends the drawing of progress, so that nothing is overwritten. */
  protected print(text: string): void {
    this.shown?.stop();
    if (!this.wants.json) this.terminal.stdout.write(`${text}\n`);
  }

  protected get wants(): Wants {
    return wants(this.argv, this.terminal.env);
  }

  /** Colour of stdout, or of stderr. */
  protected paint(stream: 'stdout' | 'stderr' = 'stdout'): Paint {
    return paintFor(this.terminal, stream, this.wants);
  }

  /** Columns for prose and differences, which are cut to be readable also in a log. */
  protected get width(): number {
    return widthOf(this.terminal, 'stdout');
  }

  /** Columns for tables: as many as they want where no person looks, because a cut value is no data. */
  protected get tableWidth(): number {
    return this.terminal.stdout.isTTY ? this.width : Number.POSITIVE_INFINITY;
  }

  /** Ends with this code although nothing was thrown; the result is printed all the same. */
  protected exitWith(code: number): void {
    this.terminal.exitCode = code;
  }

  /**
   * oclif copies a class's own properties only: what a command inherits, such as its arguments, is put beside them. And it
   * leaves the variable of a flag that takes several values as one text.
   */
  protected override async parse<
    F extends Record<string, unknown>,
    B extends Record<string, unknown>,
    A extends Record<string, unknown>,
  >(options: Interfaces.Input<F, B, A>, argv?: string[]): Promise<Interfaces.ParserOutput<F, B, A>> {
    const { args, baseFlags, enableJsonFlag, flags } = options;
    this.parsed = true;
    const parsed = await super.parse({ ...options, args, baseFlags, enableJsonFlag, flags }, argv);
    const values: Record<string, unknown> = parsed.flags;
    for (const [name, flag] of Object.entries(flags ?? {})) {
      const value = values[name];
      if (flag.type === 'option' && flag.multiple && typeof value === 'string') values[name] = value.split(',');
    }
    return parsed;
  }

  override jsonEnabled(): boolean {
    return this.wants.json;
  }

  protected override logJson(json: unknown): void {
    this.shown?.stop();
    this.terminal.stdout.json(withNextSteps(json), 2);
  }

  protected override async catch(error: Error): Promise<void> {
    this.shown?.stop();
    const command = this.id?.replaceAll(':', ' ') ?? '';
    reportFailure(error, this.argv, this.terminal, {
      command: `backlot ${command}`,
      flags: Object.keys({ ...this.ctor.baseFlags, ...this.ctor.flags }),
    });
  }

  protected override async finally(): Promise<void> {
    this.shown?.stop();
  }
}
