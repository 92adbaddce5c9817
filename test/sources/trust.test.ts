import { describe, expect, it } from '@jest/globals';
import { sourceFiles, text } from './source-files.js';

const PROGRAMS = /^(?!.*\/test\/)(host|sandbox|cli|stacks|modules|functions|environments|scripts)\/.*\.(ts|mjs|py)$/;

/** Who doesn't check, and why that's right. */
const UNCHECKED = [
  // Databases of the sandbox, on loopback: their passwords are proven (SCRAM), not sent, so that nobody learns one.
  'cli/adapters/backups/sql.ts',
  'cli/delivery/losses/stores/sandbox-database.ts',
  // A person's own kubeconfig may say so, as kubectl has it.
  'cli/adapters/kubernetes/credentials.ts',
  'cli/adapters/kubernetes/kubeconfig.ts',
  // As the kubeconfig of the sandbox's cluster says, which is made with its authority.
  'sandbox/cluster/agent/cluster-writes.ts',
  'sandbox/cluster/agent/watch/api-server.ts',
  'sandbox/cluster/agent/watch/kubeconfig.ts',
];

/** Who names a folder that all users share, other than to have one of an unknown name made in it. */
const SHARED = [
  // Within a pod.
  'cli/adapters/backups/sql-job/objects.ts',
  // A file that is made only if nothing is there.
  'cli/terminal/crash-log.ts',
  // Candidates, in one of which such a folder is made.
  'host/socket-folder.ts',
  // What a function finds there is a folder of its own, or nothing.
  'sandbox/aws/emulator/confined/private_tmp.py',
];

const filesWith = (pattern: RegExp, unless = /^$/): string[] =>
  sourceFiles(PROGRAMS).filter((file) =>
    text(file)
      .split('\n')
      .some((line) => pattern.test(line) && !unless.test(line)),
  );

describe('programs of the platform', () => {
  it('check who answers by TLS, but where a reason stands', () => {
    const unchecked =
      /rejectUnauthorized: (?!true)|NODE_TLS_REJECT|CERT_NONE|check_hostname = False|verify=False|_create_unverified|insecure-skip-tls|--insecure\b|curl .*-k\b/;
    const found = filesWith(unchecked);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((file) => !UNCHECKED.includes(file))).toEqual([]);
  });

  it('take no name that somebody else could have taken in a folder that all users share', () => {
    // In prose the folder stands in backticks, and ends with them.
    const found = filesWith(/\btmpdir\(\)|['"]\/(var\/)?tmp\b|`\/(var\/)?tmp\/|\/dev\/shm/, /mkdtemp(Sync)?\(/);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((file) => !SHARED.includes(file))).toEqual([]);
  });
});
