import type { Environment } from '../../environments/model/index.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { commandLine, withFlag } from '../kernel/command-line.js';
import type { ProgressView } from '../terminal/progress/index.js';
import { canAsk, type Terminal } from '../terminal/terminal.js';

/** What the flags answer. */
export interface ApprovalAnswers {
  readonly yes: boolean;
  readonly confirm?: string;
}

/** What is asked. */
export interface ApprovalQuestion {
  /** `deploy`, `destroy`: what the command line says. */
  readonly verb: string;
  readonly environment: Environment;
  /** Ask for the typed name also where the environment isn't protected. @default only where it is */
  readonly typed?: boolean;
  readonly answers: ApprovalAnswers;
  /** Whether the command has no `--yes`: the name alone answers. @default false */
  readonly nameOnly?: boolean;
  /** Whether it comes after an earlier answer, which doesn't cover it. @default false */
  readonly later?: boolean;
}

/**
 * Fails before any work when the flags don't answer what will be asked and nobody can be asked.
 *
 * @throws BacklotError `ConfirmationMismatch` when `--confirm` names another environment, `AnswerMissing` naming the flags.
 */
export function requireAnswers(question: ApprovalQuestion, terminal: Terminal, events = false): void {
  const { answers, environment, verb } = question;
  const { id } = environment;
  if (answers.confirm !== undefined && answers.confirm !== id) {
    throw new BacklotError({
      code: 'ConfirmationMismatch',
      message: `--confirm says '${answers.confirm}', but the environment is '${id}'; nothing was changed`,
      exitCode: 3,
      actions: [withFlag(commandLine(`backlot ${verb} ${id}${question.nameOnly ? '' : ' --yes'}`), 'confirm', id)],
    });
  }
  if (isAnswered(question) || (canAsk(terminal) && !events)) return;
  const yes = question.nameOnly ? '' : '--yes ';
  const flags = needsName(question) ? `${yes}--confirm=${id}` : '--yes';
  const line = commandLine(`backlot ${verb} ${id}`);
  const answered = question.nameOnly ? line : withFlag(line, 'yes');
  throw new BacklotError({
    code: 'AnswerMissing',
    message: `${verb} of '${id}' asks before it changes anything, and there is no terminal to ask on: pass ${flags}`,
    exitCode: 3,
    actions: [
      ...(verb === 'deploy' ? [`backlot plan ${id}`] : []),
      needsName(question) ? withFlag(answered, 'confirm', id) : answered,
    ],
  });
}

/** Shows what will happen and asks for it; declined is false. With `--yes` it is only shown. */
export async function askApproval(
  question: ApprovalQuestion,
  preview: string,
  terminal: Terminal,
  view: ProgressView,
): Promise<boolean> {
  const { environment, verb } = question;
  view.pause();
  try {
    view.say(`\n${preview}\n`);
    if (isAnswered(question)) {
      if (!question.later) return true;
      if (!canAsk(terminal)) {
        view.say('what was answered before does not cover this: it is left as it is; the next plan shows it');
        return false;
      }
    }
    if (!needsName(question)) return await terminal.prompts.confirm(`${capital(verb)} '${environment.id}'?`);
    const typed = await terminal.prompts.text(`Type the name of the environment to ${verb} it:`);
    return typed.trim() === environment.id;
  } finally {
    view.resume();
  }
}

function needsName({ environment, typed = false }: ApprovalQuestion): boolean {
  return typed || environment.protected;
}

function isAnswered(question: ApprovalQuestion): boolean {
  const { yes, confirm } = question.answers;
  return yes && (!needsName(question) || confirm === question.environment.id);
}

function capital(verb: string): string {
  return verb.charAt(0).toUpperCase() + verb.slice(1);
}
