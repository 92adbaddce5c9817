import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { listEnvironments, loadEnvironment, type ProblemDetails } from '../model/index.js';

const root = join(import.meta.dirname, 'broken');
const cases = await listEnvironments({ root });

describe('broken environments', () => {
  it('are at least 25, each with its whole message written down', async () => {
    const expected = await readdir(join(root, 'expected'));
    expect(cases.length).toBeGreaterThanOrEqual(25);
    expect(expected.sort()).toEqual(cases.map((name) => `${name}.txt`).sort());
  });

  it.each(cases)('%s is refused with exactly its message', async (name) => {
    const error = await refusal(name);
    expect(`${error.message}\n`).toBe(await readFile(join(root, 'expected', `${name}.txt`), 'utf8'));
    expect({ code: error.code, exitCode: error.exitCode, source: error.source }).toEqual({
      code: 'InvalidEnvironment',
      exitCode: 3,
      source: 'user',
    });
  });

  it.each(cases)('%s has a place in a file for every problem', async (name) => {
    const problems = (await refusal(name)).details.problems as ProblemDetails[];
    expect(problems.length).toBeGreaterThan(0);
    for (const { file, line, column, path, message } of problems) {
      expect(existsSync(join(root, file))).toBe(true);
      const lines = (await readFile(join(root, file), 'utf8')).split('\n');
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
      expect(typeof path).toBe('string');
      expect(message).not.toBe('');
    }
  });
});

async function refusal(name: string): Promise<BacklotError> {
  try {
    await loadEnvironment(name, { root });
  } catch (error) {
    if (error instanceof BacklotError) return error;
    throw error;
  }
  throw new Error(`environment '${name}' was accepted`);
}
