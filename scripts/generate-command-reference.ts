/** Writes docs/reference/commands.md from the command classes; a test compares the two. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command, Interfaces } from '@oclif/core';
import { allCommands, type CommandClass, type KnownCommand } from '../cli/all-commands.js';
import { globalFlags } from '../cli/base-command/flags.js';

type Flag = Interfaces.FlagInput[string];

/** The reference of all commands, as Markdown. */
export function commandReference(commands: readonly KnownCommand[]): string {
  const parts = [
    '# Commands',
    '<!-- Made by scripts/generate-command-reference.ts: change the command classes, then run `npm run generate`. -->',
    INTRODUCTION,
    commands
      .map(({ name, command }) => `- [\`${name}\`](#backlot-${name.replaceAll(' ', '-')}): ${command.summary}`)
      .join('\n'),
    '## Every command',
    flagTable(globalFlags as Interfaces.FlagInput),
    EXIT_CODES,
    ...commands.flatMap(commandSection),
    COMPLETIONS,
  ];
  return `${parts.join('\n\n')}\n`;
}

const INTRODUCTION = `\`backlot COMMAND ENVIRONMENT\`: an environment is a file in \`environments/\`, named without its ending; \`BACKLOT_ENVIRONMENT\`
is used where none is named. Data goes to stdout, progress, questions and errors to stderr. A flag wins over its
\`BACKLOT_*\` variable, which wins over the file. The form of each command's JSON is in
\`cli/schemas/<command>.schema.json\`, that of errors in \`cli/schemas/error.schema.json\`; types that several have in
common in \`cli/schemas/definitions.schema.json\`.`;

const EXIT_CODES = `| exit code | meaning |
|---|---|
| 0 | done |
| 1 | failed, or cancelled |
| 2 | there are changes or drift, with \`--detailed-exitcode\` |
| 3 | the command line or the configuration is wrong |
| 4 | credentials are missing or belong to another account |
| 69 | timed out; the message names the command that resumes |
| 75 | somebody else is changing the environment: nothing was done, the same command works when they are done |
| 130 | interrupted |`;

const COMPLETIONS = `## backlot autocomplete

\`backlot autocomplete bash\` (or \`zsh\`, \`powershell\`) prints how to make the shell complete commands and flags.`;

function commandSection({ name, command }: KnownCommand): string[] {
  const flags = command.flags && Object.keys(command.flags).length > 0 ? [flagTable(command.flags)] : [];
  return [
    `## backlot ${name}`,
    [command.summary, command.description].filter(Boolean).join(' '),
    `\`\`\`sh\n${(command.examples ?? []).map(exampleText).join('\n')}\n\`\`\``,
    ...argumentList(command),
    ...flags,
  ];
}

function exampleText(example: Command.Example): string {
  const { command, description } = typeof example === 'string' ? { command: example, description: '' } : example;
  return `${description ? `# ${description}\n` : ''}${command.replaceAll('<%= config.bin %>', 'backlot')}`;
}

function argumentList({ args = {} }: CommandClass): string[] {
  return Object.entries(args).map(([name, arg]) => `\`${name.toUpperCase()}\`: ${arg.description}`);
}

function flagTable(flags: Interfaces.FlagInput): string {
  const rows = Object.entries(flags).map(([name, flag]) => {
    const variable = flag.env ? `\`${flag.env}\`` : '';
    return `| \`${flagText(name, flag)}\` | ${variable} | ${flag.description?.replaceAll('|', '\\|')} |`;
  });
  return ['| flag | variable | what it does |', '|---|---|---|', ...rows].join('\n');
}

function flagText(name: string, flag: Flag): string {
  const short = flag.char ? `-${flag.char}, ` : '';
  if (flag.type === 'boolean') return `${short}--${flag.allowNo ? '[no-]' : ''}${name}`;
  const value = flag.options?.join('|') ?? flag.helpValue ?? 'VALUE';
  return `${short}--${name}=${value}`.replaceAll('|', '\\|');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = new URL('../docs/reference/commands.md', import.meta.url);
  mkdirSync(new URL('.', target), { recursive: true });
  writeFileSync(target, commandReference(await allCommands()));
}
