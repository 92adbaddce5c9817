import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { quoted, shell } from '../shell-quoted.js';
import { HOSTILE_TEXTS } from './hostile-texts.js';

/** The words that a shell hands to a program; the program is told apart by its name. */
function handed(line: string): string[] {
  const script = `PATH=/nowhere\nshow() { printf '%s\\0' "$@"; }\n${line}`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  expect(stderr).toBe('');
  return stdout.split('\0').slice(0, -1);
}

describe('a text in a line for a shell', () => {
  it('is one word in 40 hostile cases', () => {
    expect(HOSTILE_TEXTS.length).toBe(40);
    expect(handed(`show ${HOSTILE_TEXTS.map(quoted).join(' ')}`)).toEqual(HOSTILE_TEXTS);
  });

  it('is one word wherever it stands in a command, alone or as a part', () => {
    for (const text of HOSTILE_TEXTS) {
      expect(handed(shell`show --name ${text} type=x,name=${text} ${[text, 'b']} ${[]} end`)).toEqual([
        ...['--name', text, `type=x,name=${text}`, text, 'b', 'end'],
      ]);
    }
  });

  it('stays without quotes where it needs none', () => {
    expect(shell`aws sns unsubscribe --subscription-arn ${'arn:aws:sns:eu-west-1:1:a'} --n ${1}`).toBe(
      'aws sns unsubscribe --subscription-arn arn:aws:sns:eu-west-1:1:a --n 1',
    );
  });
});
