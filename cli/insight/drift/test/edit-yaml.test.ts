import { describe, expect, it } from '@jest/globals';
import { parseDocument } from 'yaml';
import { HOSTILE_TEXTS } from '../../../../modules/values/test/hostile-texts.js';
import { editYaml } from '../adopt/edit-yaml.js';
import { lineDiff } from '../adopt/line-diff.js';

const FILE = `# kept
a: 1 # one
b:
  list: [x, y]
  block:
    - p
    - q # last
  flow: { c: "2" }

# about d
d: &anchor { e: 1 }
f: *anchor
`;

describe('an edit of a YAML file', () => {
  it.each([
    [['a'], 2, 'a: 1 #', 'a: 2 #'],
    [['b', 'flow', 'c'], '3', '"2"', '"3"'],
    [['b', 'list'], ['x', 'z'], '[x, y]', '[ x, z ]'],
    [['b', 'flow', 'g'], true, '"2" }', '"2", g: true }'],
    [['b', 'h', 'i'], '5d', '{ c: "2" }\n', '{ c: "2" }\n  h:\n    i: 5d\n'],
    [['j'], 'yes', 'f: *anchor\n', 'f: *anchor\nj: yes\n'],
  ])('of %p touches nothing else', (path, value, from, to) => {
    const edited = editYaml(FILE, path, value);
    expect(edited).toBe(FILE.replace(from, to));
  });

  it.each(HOSTILE_TEXTS)('writes a text as one, or says that it can not: %s', (text) => {
    const places = [['a'], ['b', 'flow', 'c'], ['b', 'flow', 'g'], ['b', 'list', 0], ['b', 'block', 1], ['j'], [text]];
    const written = places.map((path) => {
      const edited = editYaml(FILE, path, text);
      if (edited === undefined) return 0;
      const document = parseDocument(edited);
      expect(document.errors).toEqual([]);
      expect(document.getIn(path)).toBe(text);
      const others = parseDocument(FILE);
      others.setIn(path, text);
      expect(document.toJS()).toEqual(others.toJS());
      return 1;
    });
    expect(written.filter(Boolean).length).toBeGreaterThan(3);
  });

  it('takes a key away', () => {
    expect(editYaml('a: 1\nb: 2 # two\nc: 3\n', ['b'], undefined)).toBe('a: 1\nc: 3\n');
  });

  it('refuses what stands behind an alias: it would change something else too', () => {
    expect(editYaml(FILE, ['f', 'e'], 2)).toBeUndefined();
  });

  it('is shown as a difference of lines', () => {
    expect(lineDiff('f.yaml', 'a\nb\nc\nd\ne\n', 'a\nb\nC\nd\ne\n')).toBe(
      '--- a/f.yaml\n+++ b/f.yaml\n@@ line 1 @@\n a\n b\n-c\n+C\n d\n e',
    );
  });
});
