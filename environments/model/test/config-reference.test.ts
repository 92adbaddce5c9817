import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configReference } from '../config-reference.js';
import { formatPath } from '../document/path.js';
import { environmentSchema } from '../schema/environment.js';
import { knownKeys } from '../schema/shape.js';

const reference = configReference();

describe('the configuration reference', () => {
  it('is committed as it would be generated now', async () => {
    const committed = await readFile(join(import.meta.dirname, '../../../docs/reference/configuration.md'), 'utf8');
    expect(committed).toBe(reference);
  });

  it.each(knownKeys(environmentSchema) ?? [])('describes %s', (key) => {
    expect(reference).toContain(`\`${formatPath([key])}`);
  });

  it('has a meaning in every row', () => {
    const rows = reference.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter((row) => /\|\s*\|$/.test(row))).toEqual([]);
  });
});
