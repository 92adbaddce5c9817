import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ProblemDetails } from '../index.js';
import { loadEnvironment } from '../index.js';
import { errorOf, LEAST, load } from './files.js';

/** The problems of an environment of these bytes or texts. */
async function problemsOf(content: string | Buffer): Promise<ProblemDetails[]> {
  const root = await mkdtemp(join(tmpdir(), 'backlot-bytes-'));
  try {
    await mkdir(join(root, 'environments'));
    await writeFile(join(root, 'environments', 'test.yaml'), content);
    const { details } = await errorOf(loadEnvironment('test', { root }));
    return details.problems as ProblemDetails[];
  } finally {
    await rm(root, { recursive: true });
  }
}

const brief = (problems: readonly ProblemDetails[]) =>
  problems.map(({ line, column, path, message }) => `${line}:${column} ${path}${path && ': '}${message}`);

describe('bytes that are no UTF-8', () => {
  it('are named with their places, read as Latin-1, and what else is wrong is said beside', async () => {
    const text = `${LEAST}tags: { a: "Zürich é" }\nkeepImages: 5\n`;
    expect(brief(await problemsOf(Buffer.from(text, 'latin1')))).toEqual([
      "5:14 the byte 0xFC is not UTF-8; in Latin-1 it is 'ü'",
      "5:20 the byte 0xE9 is not UTF-8; in Latin-1 it is 'é'",
      '6:1 keepImages: there is no such key',
    ]);
  });

  it('are found beside others that are', async () => {
    const mixed = Buffer.concat([
      Buffer.from(`${LEAST}tags: { a: Zürich, b: "`),
      Buffer.from([0xe4, 0x22, 0x20, 0x7d]),
    ]);
    expect(brief(await problemsOf(mixed))).toEqual(["5:24 the byte 0xE4 is not UTF-8; in Latin-1 it is 'ä'"]);
  });

  it.each([
    ['a sequence that is cut', [0xe2, 0x82]],
    ['one longer than it need be', [0xc0, 0xaf]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
  ])('are %s', async (_what, bytes) => {
    const problems = await problemsOf(
      Buffer.concat([Buffer.from(`${LEAST}tags: { a: "`), Buffer.from(bytes), Buffer.from('" }')]),
    );
    expect(problems.filter(({ message }) => message.includes('is not UTF-8'))).toHaveLength(bytes.length);
  });

  it.each([
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${LEAST}`, 'utf16le'), 'UTF-16'],
    ['UTF-16 without one', Buffer.from(LEAST, 'utf16le'), 'UTF-16'],
    ['UTF-16 the other way round', Buffer.from(`\uFEFF${LEAST}`, 'utf16le').swap16(), 'UTF-16'],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'UTF-32'],
  ])('are a file in %s, which is one problem', async (_what, bytes, encoding) => {
    expect(brief(await problemsOf(bytes))).toEqual([`1:1 the file is ${encoding}`]);
  });

  it('are none in a file with the mark of UTF-8', async () => {
    const { environment } = await load({ 'test.yaml': `\uFEFF${LEAST}` });
    expect(environment.platform).toBe('movies');
  });
});

describe('characters that nobody sees', () => {
  it.each([
    ['a zero-width space in a key', `${LEAST}registry: { keep\u200BImages: 5 }`, '5:17', 'U+200B, zero-width space'],
    ['a no-break space before a key', `${LEAST}registry:\n  \u00A0keepImages: 5`, '6:3', 'U+00A0, no-break space'],
    ['a no-break space after a colon', `${LEAST}protected:\u00A0true`, '5:11', 'U+00A0, no-break space'],
    ['a NUL in a value', `${LEAST}tags: { a: "b\u0000" }`, '5:14', 'U+0000, NUL'],
    ['a soft hyphen', `${LEAST}tags: { a: b\u00ADc }`, '5:13', 'U+00AD, soft hyphen'],
    ['a byte order mark in the middle', `${LEAST}tags: { \uFEFFa: b }`, '5:9', 'U+FEFF, byte order mark'],
    ['a zero-width joiner in a word', `${LEAST}tags: { a: b\u200Dc }`, '5:13', 'U+200D, zero-width joiner'],
    ['an order to turn', `${LEAST}tags: { a: b\u202Ec }`, '5:13', 'U+202E, turns the direction of the text'],
    ['an order to turn in a comment', `${LEAST}# \u2066 x`, '5:3', 'U+2066, turns the direction of the text'],
    ['an escape of a terminal', `${LEAST}tags: { a: "b\u001B" }`, '5:14', 'U+001B'],
    ['a no-break space in a block of text', `${LEAST}tags:\n  a: |\n    # b\u00A0c`, '7:8', 'U+00A0, no-break space'],
  ])('are named once, with their place: %s', async (_what, text, place, name) => {
    expect(brief(await problemsOf(text)).filter((each) => !each.includes("tags can't hold"))).toEqual([
      `${place} an invisible character stands here: ${name}`,
    ]);
  });

  it.each([
    ['an escape in double quotes', '"a\\u00A0b"'],
    ['an emoji of several parts', 'plain # 👩‍👩‍👧 ❤️ 1️⃣'],
    ['a no-break space in a comment', 'plain # clé\u00A0: x'],
  ])('may stand where they do no harm: %s', async (_what, value) => {
    const secrets = `secrets: { token: { description: ${value.includes('#') ? 'plain } } #' : `${value} } }`} ${value}`;
    const text = value.includes('#') ? `${LEAST}${secrets}` : `${LEAST}secrets: { token: { description: ${value} } }`;
    await expect(load({ 'test.yaml': text })).resolves.toBeDefined();
  });
});
