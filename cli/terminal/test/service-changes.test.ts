import { describe, expect, it } from '@jest/globals';
import { valueLine } from '../service-changes.js';

const change = (after: unknown) => valueLine({ path: 'env.A', before: undefined, after } as never);

describe('a value of a service before and after', () => {
  it('is shown as it is where all of it is seen on one line', () => {
    expect(change('https://a.example/x y')).toBe('env.A: (none) → https://a.example/x y');
    expect(change(3)).toBe('env.A: (none) → 3');
  });

  it.each(['x\n\nNothing to change.\nApply exactly this: x', '\u001b[31mred', 'a\u202eb', ' x', '', 'a\rb', '\\u001b'])(
    'is one line of JSON where it isn’t: %j',
    (text) => {
      const line = change(text);
      for (const hidden of ['\n', '\r', '\u001b', '\u202e']) expect(line).not.toContain(hidden);
      expect(JSON.parse(line.slice('env.A: (none) → '.length))).toBe(text);
    },
  );
});
