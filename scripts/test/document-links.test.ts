import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const documents = globSync(['*.md', 'docs/**/*.md', 'charts/**/README.md', 'examples/*.md', '.github/*.md']);

/** The anchors that a forge makes of the headings of a document. */
function anchorsOf(markdown: string): Set<string> {
  return new Set(
    [...markdown.matchAll(/^#+ (?<heading>.*)$/gm)].map(({ groups }) =>
      (groups?.heading ?? '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Links of a document to files and headings that there aren't. */
function brokenIn(file: string, markdown: string): string[] {
  return [...markdown.matchAll(/\]\((?<target>[^)\s]+)\)/g)]
    .map(({ groups }) => groups?.target ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', anchor] = target.split('#');
      const to = path === '' ? file : join(dirname(file), path);
      if (!existsSync(to)) return true;
      if (!anchor || !to.endsWith('.md')) return false;
      return !anchorsOf(path === '' ? markdown : readFileSync(to, 'utf8')).has(anchor);
    })
    .map((target) => `${file}: ${target}`);
}

describe('links in documents', () => {
  it('lead to files and headings that there are', () => {
    expect(documents.length).toBeGreaterThan(35);
    expect(documents.flatMap((file) => brokenIn(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('are found broken by file and by heading', () => {
    const text = '# Who did it?\n[a](#who-did-it) [b](#who) [c](nowhere.md) [d](https://example.com/x)';
    expect(brokenIn('README.md', text)).toEqual(['README.md: #who', 'README.md: nowhere.md']);
  });

  it('of decisions name folders and files of this project', () => {
    const named = globSync('docs/decisions/*.md').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/`(?<path>[a-z]+\/[\w./-]+)`/g)].map(({ groups }) => groups?.path ?? ''),
    );
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });
});
