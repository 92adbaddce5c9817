import { describe, expect, it } from '@jest/globals';
import { parseDocument, stringify } from 'yaml';
import { formatPath, type Path } from '../document/path.js';
import type { Problem } from '../document/problem.js';
import { readSource } from '../document/read-source.js';
import { SourceFile } from '../document/source-file.js';
import { leavesOf } from '../origins.js';
import { type Validation, validate } from '../validate.js';
import { environmentWith } from './rules/rule-cases.js';

const { id: _id, ...document } = environmentWith({ production: true, protected: true, registry: {} });
const text = stringify(document);

describe('validate', () => {
  it('does not judge what rests on a value that is invalid itself', () => {
    const { problems } = check(['media', 'buckets', 'uploads'], 'none');
    // Queues and services name the bucket, which is there, although nobody can tell what it is.
    expect(problems.map(({ path }) => formatPath(path))).toEqual(['media.buckets.uploads']);
  });

  it('does not judge a key whose name is only misspelled', () => {
    const { problems } = validated(text.replace('multiAz: true', 'multiAZ: true'));
    expect(problems.map(({ path, hint }) => [formatPath(path), hint])).toEqual([
      ['data.postgres.main.multiAZ', "did you mean 'multiAz'?"],
    ]);
  });

  it('judges the rest with stand-ins for what is required and missing', () => {
    const { problems } = validated(
      text.replace(/^owner: .*\n/m, '').replace('deletionProtection: true', 'deletionProtection: false'),
    );
    expect(problems.map(({ path }) => formatPath(path)).sort()).toEqual([
      'data.postgres.main.deletionProtection',
      'owner',
    ]);
  });

  it('finds everything in a document of which nothing is right', () => {
    const { environment, problems } = validated(
      'platform: 1\nowner: []\naws: x\nnetwork: 2\ncluster: [3]\nservices: no\n',
    );
    expect(environment).toBeUndefined();
    expect(problems.map(({ path }) => formatPath(path))).toEqual([
      'platform',
      'owner',
      'aws',
      'network',
      'cluster',
      'services',
    ]);
  });
});

describe.each([
  ['nonsense', 'no such thing'],
  ['a number', -1.5],
  ['a list of lists', [[null]]],
  ['a map of maps', { x: { y: 1 } }],
  ['null', null],
])('with %s in place of a value', (_title, wrong) => {
  it('every problem has a place and words, wherever it stands', () => {
    for (const { path } of leavesOf({ ...document, id: 'test' })) {
      const { environment, problems } = check(path, wrong);
      expect([formatPath(path), environment !== undefined || problems.length > 0]).toEqual([formatPath(path), true]);
      for (const problem of problems) expectComplete(problem);
    }
  });

  it('every problem has a place and words, in place of a whole section', () => {
    for (const key of Object.keys(document)) {
      for (const problem of check([key], wrong).problems) expectComplete(problem);
    }
  });
});

function check(path: Path, value: unknown): Validation {
  const changed = parseDocument(text);
  changed.setIn(path, changed.createNode(value));
  return validated(changed.toString());
}

function validated(yaml: string): Validation {
  const file = new SourceFile('environments/test.yaml', yaml);
  const { root, problems, readable } = readSource(file);
  expect(problems).toEqual([]);
  return validate('test', { root, problems, readable, files: [file] });
}

function expectComplete({ at, message }: Problem): void {
  expect(at.file).toBe('environments/test.yaml');
  expect(Math.min(at.line, at.column, at.length)).toBeGreaterThanOrEqual(1);
  expect(message).not.toMatch(/undefined|\[object|^Invalid input/);
  expect(message.length).toBeGreaterThan(3);
}
