import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');

/** A command of another program with values in it, written without `shell`. */
const BARE = /(?<!shell)`(aws|kubectl|helm|terraform|docker|psql)(\$\{| [^`]*\$\{)/g;

/** Files that may, each with the reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  'cli/adapters/backups/rds.ts': 'a command within a command; RDS lets names have letters, digits and hyphens only',
  'cli/adapters/backups/cluster.ts': 'the same names, in sentences about what to do',
  'cli/lifecycle/bootstrap/first-bucket.ts': 'a query of JMESPath with an account id, twelve digits',
  'cli/adapters/terraform/terraform-error.ts': 'a sentence',
  'cli/adapters/helm/helm-error.ts': 'a sentence',
};

describe('a command that people are told to run', () => {
  it('is written so that each value in it is a word', () => {
    const files = globSync(['cli/**/*.ts', 'sandbox/**/*.ts', 'host/**/*.ts'], { cwd: root }).filter(
      (file) => !/(^|\/)test\//.test(file),
    );
    expect(files.length).toBeGreaterThan(500);
    const bare = files.filter((file) => readFileSync(join(root, file), 'utf8').match(BARE));
    expect(bare.filter((file) => !(file in ALLOWED))).toEqual([]);
  });
});
