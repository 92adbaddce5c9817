import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Look, Restored, RestoreRequest, Store } from '../../../adapters/backups/index.js';
import { type Given, JobCluster } from '../../../adapters/backups/sql-job/test/job-cluster.js';
import { type BackupOptions, createBackup, verifyBackup } from '../index.js';
import { Bench, environment as bare } from './fixtures/bench.js';
import { MemoryStore } from './fixtures/memory-store.js';

const environment = { ...bare, cluster: { namespace: 'streaming' } } as typeof bare;
const MAIN: Store = { kind: 'rds', name: 'main', identifier: 'reel-bench-main' };
const SUM = 'd41d8cd98f00b204e9800998ecf8427e';

/** A database that only pods of the cluster reach. */
class Isolated extends MemoryStore {
  async readLogin() {
    return { user: 'app', password: 'living', database: 'films', host: 'main.internal', port: 5432 };
  }

  async makeLogin() {
    return { user: 'app', password: 'made-for-the-proof', database: 'films' };
  }

  override async lookRestored(request: RestoreRequest): Promise<Look<Restored>> {
    const look = await super.lookRestored(request);
    const endpoint = { host: `${request.target}.internal`, port: 5432 };
    return { ...look, found: { identifier: request.target, endpoint, facts: { engine: 'postgres' } } };
  }
}

let bench: Bench;
let folder: string;
let server: Server;
let cluster: JobCluster;
let options: BackupOptions;
let log: string;
let rows: string;
beforeEach(async () => {
  bench = await Bench.start();
  folder = await mkdtemp(join(tmpdir(), 'backlot-sql-'));
  server = createServer((_, response) => response.end(log));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const kubeconfig = join(folder, 'config');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await writeFile(
    kubeconfig,
    JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'c' },
      clusters: [{ name: 'c', cluster: { server: address } }],
      users: [{ name: 'c', user: { token: 't' } }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'c' } }],
    }),
  );
  cluster = new JobCluster();
  Object.assign(cluster, { access: { kubeconfig, context: 'c', server: address, source: 'eks' } });
  rows = '3';
  cluster.play = async (given) => {
    log = answers(given);
    return { status: { phase: 'Succeeded' } };
  };
  const main = new Isolated('rds');
  const { tooling, ...rest } = bench.options;
  options = {
    ...rest,
    tooling: {
      openCloud: async (...args) => {
        if (!tooling?.openCloud) throw new Error('the bench has a cloud');
        return { ...(await tooling.openCloud(...args)), target: 'aws' };
      },
      openCluster: async () => ({ kubernetes: cluster, prometheus: '' }),
    },
    tools: { lookEveryMs: 5, stores: async () => [MAIN], adapters: async () => new Map([['rds', main]]) },
  };
});
afterEach(async () => {
  await bench.stop();
  await new Promise((done) => server.close(done));
  await rm(folder, { recursive: true, force: true });
});

/** What psql would write for one table of films. */
function answers({ statements, variables: { RUN: run } }: Given): string {
  const line = (at: number, stream: string, text: string) =>
    `2026-11-21T10:00:00.1Z ${JSON.stringify({ run, at, stream, data: Buffer.from(text).toString('base64') })}\n`;
  const texts = Object.entries(statements).map(([at, text]) => {
    const value = /from pg_database/.test(text)
      ? 'films,t,t'
      : /from pg_class/.test(text)
        ? 'public,films,r,p,3,8192,3,0,t,'
        : /md5/.test(text)
          ? SUM
          : /count/.test(text)
            ? rows
            : '1';
    return line(Number(at), 'rows', `${value}\n`);
  });
  return [...texts, line(texts.length, 'end', '')].join('');
}

describe('a database of an isolated subnet', () => {
  it('is counted and proven by Jobs of the cluster, which leave nothing', async () => {
    const set = await createBackup(environment, options);
    expect(set.stores[0]?.contents?.tables).toEqual([{ table: 'public.films', rows: 3, checksum: SUM }]);
    expect(set.stores[0]?.contents?.databases).toEqual(['films']);
    const { proof } = await verifyBackup(environment, options);
    expect(proof.assertions.map(({ name, actual }) => `${name}: ${actual}`)).toEqual([
      'connect: from a Job in the cluster',
      'rows of public.films: 3',
      `checksum of public.films: ${SUM}`,
    ]);
    expect(proof.outcome).toBe('proven');
    const asked = cluster.given.map(({ variables: { PGHOST, PGPASSWORD, PGSSLMODE } }) => [
      PGHOST,
      PGPASSWORD,
      PGSSLMODE,
    ]);
    expect(asked).toContainEqual(['main.internal', 'living', 'require']);
    expect(asked).toContainEqual([`reel-bench-main-verify-${set.id}.internal`, 'made-for-the-proof', 'require']);
    expect(cluster.everything().map(({ kind }) => kind)).toEqual(['Namespace']);
  }, 30_000);

  it('fails the proof when rows are missing', async () => {
    await createBackup(environment, options);
    rows = '2';
    const { proof } = await verifyBackup(environment, options);
    expect(proof).toMatchObject({ outcome: 'failed' });
    expect(proof.assertions.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
      { name: 'rows of public.films', expected: '3', actual: '2' },
    ]);
  }, 30_000);
});
