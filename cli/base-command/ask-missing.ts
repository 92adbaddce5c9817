import { BacklotError } from '../../modules/values/backlot-error.js';
import type { InitAnswers, InitQuestion } from '../lifecycle/init/index.js';
import { canAsk, type Terminal } from '../terminal/terminal.js';

type Given = Partial<Record<InitQuestion['name'], string>>;

/**
 * Takes the answers that flags gave, checks them, and asks a person for the rest.
 *
 * @throws BacklotError `InvalidAnswer` for a flag that can't be right; `AnswerMissing` naming all missing flags when nobody can be asked.
 */
export async function askMissing(
  questions: readonly InitQuestion[],
  given: Given,
  terminal: Terminal,
  implied: (answers: Given) => Given,
): Promise<Given> {
  let answers = implied(given);
  for (const { name, check } of questions) {
    const verdict = answers[name] === undefined ? true : check(answers[name]);
    if (verdict !== true) {
      throw new BacklotError({ code: 'InvalidAnswer', message: `${flagOf(name)}: ${verdict}`, exitCode: 3 });
    }
  }
  const isOpen = ({ name, when }: InitQuestion) => answers[name] === undefined && (when?.(answers) ?? true);
  const missing = questions.filter(isOpen);
  if (missing.length > 0 && !canAsk(terminal)) throw answersMissing(missing);
  for (const question of questions) {
    if (!isOpen(question)) continue;
    answers = implied({ ...answers, [question.name]: await ask(question, terminal) });
  }
  return answers;
}

function answersMissing(missing: readonly InitQuestion[]): BacklotError {
  const flags = missing.map(({ name }) => flagOf(name));
  return new BacklotError({
    code: 'AnswerMissing',
    message: `init asks, and there is no terminal to ask on: pass ${flags.join(', ')}`,
    exitCode: 3,
    actions: ['backlot init --help'],
  });
}

/** The name of the environment is an argument; everything else is a flag of the question's name. */
function flagOf(name: InitQuestion['name']): string {
  return name === 'name' ? 'ENVIRONMENT' : `--${name}`;
}

async function ask({ check, choices, initial, message }: InitQuestion, { prompts }: Terminal): Promise<string> {
  if (choices)
    return prompts.choose(
      message,
      choices.map((value) => ({ value })),
    );
  return prompts.text(message, { initial, check });
}

/** The checked texts as the answers that the operation takes. */
export function toAnswers(texts: Given, more: Pick<InitAnswers, 'production' | 'owner'>): InitAnswers {
  const { name = '', blueprint = '', account = '', region = '', cidr = '', platform, repository, email } = texts;
  const own = Object.fromEntries(
    Object.entries({ platform, repository, email }).filter(([, text]) => text !== undefined),
  );
  const target = texts.target === 'sandbox' ? 'sandbox' : 'aws';
  return { name, blueprint, target, account, region, cidr, 'signing-key': texts['signing-key'], ...own, ...more };
}
