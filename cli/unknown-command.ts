import { BacklotError } from '../modules/values/backlot-error.js';
import { nearestWord } from './kernel/nearest-word.js';

/**
 * The error for a command line whose words are no command, with the nearest one; nothing for what is one, for a topic
 * alone (its help is shown) and for a line that starts with a flag.
 */
export function unknownCommand(
  args: readonly string[],
  commands: readonly string[],
  topics: readonly string[],
): BacklotError | undefined {
  const flag = args.findIndex((arg) => arg.startsWith('-'));
  const words = flag === -1 ? args : args.slice(0, flag);
  const prefixes = words.map((_, index) => words.slice(0, index + 1).join(':'));
  if (words.length === 0 || prefixes.some((prefix) => commands.includes(prefix))) return undefined;
  if (topics.includes(words.join(':'))) return undefined;
  const topic = prefixes.findLast((prefix) => topics.includes(prefix));
  // Below a topic only the next word is compared: the topic itself is right and would make everything look near.
  const [before, word] = topic ? [`${topic.replaceAll(':', ' ')} `, words[topic.split(':').length]] : ['', words[0]];
  const candidates = commands.map((id) => id.replaceAll(':', ' ')).filter((name) => name.startsWith(before));
  const near = nearestWord(
    word ?? '',
    candidates.map((name) => name.slice(before.length)),
  );
  const given = `${before}${word}`;
  const nearest = near && `${before}${near}`;
  return new BacklotError({
    code: 'UnknownCommand',
    message: `'${given}' is no command${nearest ? `; did you mean '${nearest}'?` : ''}`,
    exitCode: 3,
    actions: [
      ...(nearest ? [`backlot ${nearest}`] : []),
      topic ? `backlot ${topic.replaceAll(':', ' ')} --help` : 'backlot --help',
    ],
  });
}
