import { describe, expect, it } from '@jest/globals';
import { HOSTILE_TEXTS } from '../../../../modules/values/test/hostile-texts.js';
import { checksumOf, countOf } from '../count-tables.js';
import { quoteName, quoteTable, readTable, type TableName, writeTable } from '../sql-text.js';

describe('a name of a table', () => {
  it.each([
    ['public.films', { schema: 'public', name: 'films' }],
    ['public."films.2024"', { schema: 'public', name: 'films.2024' }],
    ['"My Schema"."say ""hi"""', { schema: 'My Schema', name: 'say "hi"' }],
    ['public."Films"', { schema: 'public', name: 'Films' }],
    ['public."ü 🎬"', { schema: 'public', name: 'ü 🎬' }],
    ['"a.b"."c.d"', { schema: 'a.b', name: 'c.d' }],
  ])('is written and read back: %s', (text, table) => {
    expect(writeTable(table)).toBe(text);
    expect(readTable(text)).toEqual(table);
  });

  it('is read as earlier versions wrote it, and as people do', () => {
    expect(readTable('public.Films')).toEqual({ schema: 'public', name: 'Films' });
    expect(readTable('public.films.2024')).toEqual({ schema: 'public', name: 'films.2024' });
    expect(readTable('films')).toEqual({ schema: 'public', name: 'films' });
  });

  it('ends nowhere but at its end in SQL that a person is told to run', () => {
    expect(quoteName('a"; drop database b; --')).toBe('"a""; drop database b; --"');
  });

  it('is quoted part by part for SQL', () => {
    expect(quoteTable({ schema: 'public', name: 'a"; drop table x; --' })).toBe('"public"."a""; drop table x; --"');
  });

  it.each(HOSTILE_TEXTS)('is one name in every statement that holds it: %s', (text) => {
    const table = { schema: text, name: text };
    expect(readTable(writeTable(table))).toEqual(table);
    for (const write of [quoteTable, countOf, (name: TableName) => countOf({ ...name, only: true })]) {
      expect(tokensOf(write(table))).toEqual(tokensOf(write(PLAIN)).map((token) => (token === '"A"' ? [text] : token)));
    }
    for (const row of ['t', '(t.*)'] as const) {
      const plain = tokensOf(checksumOf({ ...PLAIN, sampled: 5 }, row));
      expect(tokensOf(checksumOf({ ...table, sampled: 5 }, row))).toEqual(
        plain.map((token) => (token === '"A"' ? [text] : token)),
      );
    }
  });
});

const PLAIN = { schema: 'A', name: 'A' };

/** What PostgreSQL takes as one: names in quotes as they are meant, words, texts, and each other sign. */
function tokensOf(sql: string): (string | [name: string])[] {
  const found = sql.match(/"(?:[^"]|"")*"|'(?:[^']|'')*'|[A-Za-z_][\w$]*|\d+(?:\.\d+)?|\S/gs) ?? [];
  return found.map((token) =>
    token.startsWith('"') && token !== '"A"' ? [token.slice(1, -1).replaceAll('""', '"')] : token,
  );
}
