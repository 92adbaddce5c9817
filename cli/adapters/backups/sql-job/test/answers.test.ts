import { describe, expect, it } from '@jest/globals';
import { parseCsv, readAnswers } from '../answers.js';

const line = (at: number, stream: string, text: string, run = 'r1') =>
  `2026-11-21T10:00:00.123456789Z ${JSON.stringify({ run, at, stream, data: Buffer.from(text).toString('base64') })}`;

describe('answers in a pod’s log', () => {
  it('tells rows, nulls, empty texts and errors apart', () => {
    const lines = [line(0, 'rows', '1,r1,\n'), line(1, 'error', 'ERROR:  no table\nLINE 1: x\n'), line(2, 'end', '')];
    expect(readAnswers(lines, 'r1', 2)).toEqual({
      answers: [{ rows: [['1', null, '']] }, { error: 'no table\nLINE 1: x' }],
    });
  });

  it('joins a value that is written in parts', () => {
    const data = Buffer.from('abcdefghi\n').toString('base64');
    const part = (text: string) => JSON.stringify({ run: 'r1', at: 0, stream: 'rows', data: text });
    const lines = [part(data.slice(0, 5)), part(data.slice(5)), line(1, 'end', '')];
    expect(readAnswers(lines, 'r1', 1)).toEqual({ answers: [{ rows: [['abcdefghi']] }] });
  });

  it('believes no line of another run, and no log that ends too early', () => {
    expect(readAnswers([line(0, 'rows', '5\n', 'r2'), line(1, 'end', '', 'r2')], 'r1', 1)).toBeUndefined();
    expect(readAnswers([line(0, 'rows', '5\n')], 'r1', 1)).toBeUndefined();
  });

  it('says why nobody could connect', () => {
    const refused = line(-1, 'error', 'psql: error: connection to server at "db" failed: Connection refused\n');
    expect(readAnswers([refused], 'r1', 1)).toEqual({
      refused: 'connection to server at "db" failed: Connection refused',
    });
  });

  it('reads quotes, commas and line ends in values', () => {
    expect(parseCsv('"a,""b""\nc",d\ne,\n', 'none')).toEqual([
      ['a,"b"\nc', 'd'],
      ['e', ''],
    ]);
  });
});
