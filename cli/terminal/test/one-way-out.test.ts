import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

/** The places that touch the streams of the process, each with what it does there. */
const ALLOWED: Readonly<Record<string, string>> = {
  'cli/terminal/terminal.ts': 'gives them to the outputs',
  'cli/terminal/prompts.ts': 'lets questions be drawn, whose texts went through `visibly`',
  'cli/main.ts': 'waits for what was written, and listens for a reader that went away',
  'cli/adapters/kubernetes/print-eks-token.ts': 'is a program of its own: kubectl reads what it prints',
};

const WRITES =
  /process\.std(out|err)|\bconsole\.|\bthis\.(log|warn|logToStderr)\(|\bux\.|writeSync\([12],|\/dev\/(tty|std)/;
const SEQUENCES = /\\u001b|\\x1b|\\033|\\e\[/i;

const sources = globSync(['cli/**/*.ts', 'modules/values/*.ts'], { exclude: ['**/test/**'] }).map((file) => ({
  file,
  code: readFileSync(file, 'utf8').replaceAll(/^\s*(\/\/|\*|\/\*\*).*$/gm, ''),
}));

describe('what the program writes', () => {
  it('goes through an output: nothing else touches the streams of the process', () => {
    const touching = sources.filter(({ code }) => WRITES.test(code)).map(({ file }) => file);
    expect(touching.sort()).toEqual(Object.keys(ALLOWED).sort());
  });

  it('holds control sequences of one file only, which an output knows as ours', () => {
    const writing = sources.filter(({ code }) => SEQUENCES.test(code)).map(({ file }) => file);
    expect(writing.sort()).toEqual([
      'cli/terminal/output.ts',
      'cli/terminal/own-sequences.ts',
      'modules/values/visible-text.ts',
    ]);
    const marking = sources.filter(({ code }) => /own-sequences\.js'/.test(code)).map(({ file }) => file);
    expect(marking.sort()).toEqual([
      'cli/terminal/canary/live-picture.ts',
      'cli/terminal/output.ts',
      'cli/terminal/paint.ts',
      'cli/terminal/progress/live-progress.ts',
      'cli/terminal/prompts.ts',
    ]);
  });

  it('is found by this test where it would pass an output by', () => {
    const caught = ['process.stdout.write(x)', 'console.log(x)', 'this.log(x)', "openSync('/dev/tty')"];
    expect(caught.filter((code) => !WRITES.test(code))).toEqual([]);
    expect(sources.length).toBeGreaterThan(500);
  });
});
