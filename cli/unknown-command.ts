import { BacklotError } from '../modules/values/backlot-error.js';
import { quoted } from '../modules/values/shell-quoted.js';
import { nearestWord } from './kernel/nearest-word.js';

/**
 * The error for a command line whose words are no command, with the nearest one; nothing for what is one, for a topic
 * alone (its help is shown) and for a line that starts with a flag.
 */
export function unknownCommand(
  args: readonly string[],
  commands: readonly string[],
  topics: readonly string[],
  takesWords: (command: string) => boolean = () => true,
): BacklotError | undefined {
  const flag = args.findIndex((arg) => arg.startsWith('-'));
  const words = flag === -1 ? args : args.slice(0, flag);
  const prefixes = words.map((_, index) => words.slice(0, index + 1).join(':'));
  const command = prefixes.findLast((prefix) => commands.includes(prefix));
  if (command && !takesWords(command)) return tooManyWords(command, words.slice(command.split(':').length));
  if (words.length === 0 || command) return undefined;
  if (topics.includes(words.join(':'))) return undefined;
  const topic = prefixes.findLast((prefix) => topics.includes(prefix));
  // Below a topic only the next word is compared: the topic itself is right and would make everything look near.
  const [before, word] = topic ? [`${topic.replaceAll(':', ' ')} `, words[topic.split(':').length]] : ['', words[0]];
  const candidates = commands.map((id) => id.replaceAll(':', ' ')).filter((name) => name.startsWith(before));
  const names = candidates.map((name) => name.slice(before.length));
  const rest = words.slice(topic ? topic.split(':').length : 0);
  // `lock list` is `locks list`, although `lock` alone is nearer to `logs`.
  const [first = '', second = ''] = rest;
  const meant = topic ? undefined : nearestWord(first, topics);
  const pair = meant !== undefined && commands.includes(`${meant}:${second}`) ? `${meant} ${second}` : undefined;
  const near = pair ?? nearestWord(word ?? '', names);
  const given = `${before}${pair ? `${first} ${second}` : word}`;
  const nearest = near && `${before}${near}`;
  // What follows a command about secrets may be one.
  const wordsKept = nearest?.startsWith('secrets ')
    ? []
    : [...rest.slice(near?.split(' ').length ?? 1), ...(flag === -1 ? [] : args.slice(flag))];
  const more = wordsKept.map((word) => ` ${quoted(word)}`).join('');
  return new BacklotError({
    code: 'UnknownCommand',
    message: `'${given}' is no command${nearest ? `; did you mean '${nearest}'?` : ''}`,
    exitCode: 3,
    actions: [
      ...(nearest ? [`backlot ${nearest}${more}`] : []),
      topic ? `backlot ${topic.replaceAll(':', ' ')} --help` : 'backlot --help',
    ],
  });
}

/** oclif takes words after a command without arguments for a part of its name. */
function tooManyWords(command: string, words: readonly string[]): BacklotError | undefined {
  if (words.length === 0) return undefined;
  const spaced = command.replaceAll(':', ' ');
  return new BacklotError({
    code: 'UnexpectedArgument',
    message: `'${spaced}' takes no ${words.map((word) => `'${word}'`).join(' ')}: it has no arguments`,
    exitCode: 3,
    actions: [`backlot ${spaced}`, `backlot ${spaced} --help`],
  });
}
