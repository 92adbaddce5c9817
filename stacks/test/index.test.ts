import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildApp, STACKS } from '../index.js';
import { fullEnvironment } from './fixtures/full-environment.js';
import { type Block, synthesize } from './fixtures/synthesized-stack.js';

const environment = fullEnvironment({
  foundation: { github: { repository: 'example/backlot' }, budget: { monthlyUsd: 1, emails: ['a@example.com'] } },
  alerting: { emails: ['oncall@example.com'] },
  backup: { plans: { daily: { schedule: 'cron(0 3 * * ? *)', retention: '35d' } } },
});

/** Hash of every file below a fresh output folder, by path, and what the manifest says. */
function synthesizeFiles(): { files: Record<string, string>; manifest: Block } {
  const outdir = mkdtempSync(join(tmpdir(), 'backlot-synth-'));
  try {
    buildApp(environment, { outdir }).synth();
    const paths = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const files = paths.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(outdir.length), createHash('sha256').update(readFileSync(path)).digest('hex')];
    });
    const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
    return { files: Object.fromEntries(files), manifest };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

describe('graph of stacks', () => {
  it('has ids that are words to Mermaid, DOT, shells and file systems', () => {
    const ids = Object.values(STACKS).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(8);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id) || id === 'end')).toEqual([]);
  });

  it('names each stack once, upstream first', () => {
    const seen = new Set<string>();
    for (const { id, dependsOn } of STACKS) {
      expect(seen).not.toContain(id);
      for (const upstream of dependsOn) expect([...seen]).toContain(upstream);
      seen.add(id);
    }
  });

  it('declares every stack that another reads from', () => {
    const { stacks } = synthesizeFiles().manifest;
    for (const { id, dependsOn } of STACKS) {
      const read = stacks[id]?.dependencies ?? [];
      expect({ id, undeclared: read.filter((name: string) => !dependsOn.includes(name)) }).toEqual({
        id,
        undeclared: [],
      });
    }
  });

  it('gives the same files every time', () => {
    expect(synthesizeFiles().files).toEqual(synthesizeFiles().files);
  });

  it('writes no path of this machine', () => {
    for (const stack of Object.values(synthesize(environment))) {
      expect(JSON.stringify(stack.json)).not.toContain(process.cwd());
      expect(JSON.stringify(stack.json)).not.toContain(tmpdir());
    }
  });

  it('has only what the environment declares', () => {
    const bare = fullEnvironment({
      registry: undefined,
      secrets: undefined,
      media: undefined,
      messaging: undefined,
      data: undefined,
      cluster: undefined,
      services: {},
    });
    expect(Object.keys(synthesize(bare)).sort()).toEqual(['foundation', 'network']);
  });
});
