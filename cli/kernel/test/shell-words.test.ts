import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { quoted } from '../../../modules/values/shell-quoted.js';
import { nextSteps } from '../next-steps.js';
import { pastable, shellWords } from '../shell-words.js';

const folder = mkdtempSync(join(tmpdir(), 'backlot-words-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
for (const name of ['api', 'value.txt']) writeFileSync(join(folder, name), 'untouched');

const WORDS = [
  ...[
    'api',
    "it's",
    '$(touch hit)',
    '`touch hit`',
    'a;touch hit',
    'a && touch hit',
    'a|touch hit',
    'a\ntouch hit',
    'a & touch hit',
  ],
  ...[
    '>api',
    '<api',
    '*',
    '~',
    '{a,b}',
    '$HOME',
    '\\',
    '"',
    '!',
    '!!',
    '#x',
    '=ls',
    'a\tb',
    '',
    ' ',
    "'; touch hit; '",
    "\\'; touch hit; '",
  ],
  ...[
    '\u001b[2J',
    'a\u202eb',
    'a\u2028touch hit',
    '\u0085touch hit',
    "$'x'",
    '<environment>',
    '> api',
    'x < value.txt',
    '-rf',
    '\u0007\b',
  ],
];

/** The words that a shell hands to the program of a line. */
function said(shell: string, line: string): string[] {
  const program = 'backlot() { printf "%s\\0" "$@"; }; kubectl() { backlot "$@"; }; ';
  const { stdout, status, stderr } = spawnSync(shell, ['-c', `${program}${line}`], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', HOME: '/nobody' },
  });
  if (status !== 0) throw new Error(`${line}: ${stderr}`);
  return stdout.split('\0').slice(0, -1);
}

describe('a word', () => {
  it.each(WORDS)('%j is taken back by a shell as it was', (word) => {
    expect(said('bash', `backlot ${quoted(word)}`)).toEqual([word]);
    expect(shellWords(quoted(word))).toEqual([word]);
    expect(quoted(word)).not.toMatch(/[\n\t]|(?! )\p{Cc}|\p{Cf}|\u2028/u);
  });
});

describe('a next step with a value of somebody else in it', () => {
  it.each(WORDS.filter((word) => word !== '<environment>'))('runs nothing but its program: %j', (word) => {
    for (const action of [
      `backlot status ${word}`,
      `kubectl get pods ${word} --output yaml`,
      `backlot logs x${word}`,
    ]) {
      const [line = ''] = nextSteps([action]);
      expect(line.includes('\n')).toBe(false);
      said('bash', line);
      expect(existsSync(join(folder, 'hit'))).toBe(false);
      expect(readdirSync(folder)).toEqual(['api', 'value.txt']);
    }
  });

  it('shows that a line as it was would have run something', () => {
    said('bash', 'backlot status $(touch hit)');
    expect(existsSync(join(folder, 'hit'))).toBe(true);
    rmSync(join(folder, 'hit'));
  });

  it('stays as the sources write it otherwise', () => {
    for (const line of [
      'backlot secrets set prod token --yes < value.txt',
      'kubectl get --raw /metrics | grep deprecated_apis',
      "aws s3api put-bucket-tagging --bucket b --tagging 'TagSet=[{Key=a}]'",
      "AWS_ENDPOINT_URL=http://127.0.0.1:1 X='a b' terraform '-chdir=/a b' plan",
      'backlot deploy <environment>',
    ]) {
      expect(pastable(line)).toBe(line);
    }
  });
});
