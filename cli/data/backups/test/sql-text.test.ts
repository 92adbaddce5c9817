import { describe, expect, it } from '@jest/globals';
import { quoteName, quoteTable, readTable, writeTable } from '../sql-text.js';

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
});
