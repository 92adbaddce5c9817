import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findOnPath } from '../../../../../sandbox/tools/index.js';
import { PostgresProcess } from '../../../../data/secrets/test/fixtures/postgres-process.js';
import { JobSql } from '../job-sql.js';
import { type Given, JobCluster, type PlayedPod } from './job-cluster.js';

const target = { host: 'db.internal', port: 5433, database: 'films', user: 'proof', password: 'a-Secret-1', tls: true };
const succeeded = { phase: 'Succeeded' };

/** What a pod writes that answers every statement alike. */
function answering(rows: string) {
  return async ({ statements, variables }: Given): Promise<PlayedPod> => {
    const line = (at: number, stream: string, text: string) =>
      `2026-11-21T10:00:00.1Z ${JSON.stringify({ run: variables.RUN, at, stream, data: Buffer.from(text).toString('base64') })}`;
    const answers = Object.keys(statements).map((at) => line(Number(at), 'rows', rows));
    return { status: succeeded, lines: [...answers, line(answers.length, 'end', '')] };
  };
}

describe('SQL by a Job of the cluster', () => {
  let cluster: JobCluster;
  let sql: JobSql;
  beforeEach(() => {
    cluster = new JobCluster();
    sql = new JobSql({ cluster, streams: cluster.streams }, { environment: 'prod', lookEveryMs: 1 });
  });
  const left = () => cluster.everything().map(({ kind }) => kind);

  it('gives what the pod wrote, and leaves nothing but the namespace', async () => {
    cluster.play = answering('42\n');
    expect(await sql.run(target, ['select count(*) from films'])).toEqual([{ rows: [['42']] }]);
    expect(left()).toEqual(['Namespace']);
  });

  it('keeps the password out of everything but the Secret, which goes with the Job', async () => {
    let secret: unknown;
    cluster.play = async (given) => {
      const others = cluster.everything().filter(({ kind }) => kind !== 'Secret');
      expect(JSON.stringify(others)).not.toContain('a-Secret-1');
      secret = cluster.everything().find(({ kind }) => kind === 'Secret');
      return answering('1\n')(given);
    };
    await sql.run(target, ['select 1']);
    expect(secret).toMatchObject({ metadata: { ownerReferences: [{ kind: 'Job' }] } });
  });

  it('is restricted: no token, no root, no way but to the port of the database and the DNS', async () => {
    let policy: unknown;
    cluster.play = async (given) => {
      policy = cluster.everything().find(({ kind }) => kind === 'NetworkPolicy')?.spec;
      return answering('1\n')(given);
    };
    await sql.run(target, ['select 1']);
    expect(policy).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
    expect(
      (policy as { egress: { ports: { port: number }[] }[] }).egress.flatMap(({ ports }) =>
        ports.map(({ port }) => port),
      ),
    ).toEqual([5433, 53, 53]);
    const spec = cluster.given[0]?.job.spec as {
      activeDeadlineSeconds: number;
      ttlSecondsAfterFinished: number;
      template: { spec: object };
    };
    expect(spec).toMatchObject({ activeDeadlineSeconds: 900, ttlSecondsAfterFinished: 300, backoffLimit: 0 });
    expect(spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
    });
  });

  it.each([
    [
      'an image that cannot be pulled',
      {
        phase: 'Pending',
        containerStatuses: [{ state: { waiting: { reason: 'ImagePullBackOff', message: 'not found' } } }],
      },
      'ImagePullBackOff: not found',
    ],
    [
      'a pod that was ended',
      {
        phase: 'Failed',
        reason: 'DeadlineExceeded',
        message: 'Pod was active on the node longer than the specified deadline',
      },
      'DeadlineExceeded: Pod was active',
    ],
  ])('says %s in the words of the node, and removes everything', async (_, status, words) => {
    cluster.play = async () => ({ status });
    await expect(sql.run(target, ['select 1'])).rejects.toMatchObject({
      code: 'SqlJobFailed',
      message: expect.stringContaining(words),
    });
    expect(left()).toEqual(['Namespace']);
  });

  it('says what refuses its pod', async () => {
    cluster.play = async ({ job }) => {
      const involvedObject = { name: job.metadata.name };
      const metadata = { name: 'e1', namespace: 'backlot-system' };
      cluster.put({
        apiVersion: 'v1',
        kind: 'Event',
        metadata,
        type: 'Warning',
        message: 'exceeded quota: pods=10',
        involvedObject,
      });
      return undefined;
    };
    await expect(sql.run(target, ['select 1'])).rejects.toMatchObject({
      message: expect.stringContaining('exceeded quota: pods=10'),
    });
  });

  it('says that the connection is refused, in psql’s words', async () => {
    cluster.play = async ({ variables }) => {
      const data = Buffer.from('psql: error: connection refused\n').toString('base64');
      return { status: succeeded, lines: [JSON.stringify({ run: variables.RUN, at: -1, stream: 'error', data })] };
    };
    await expect(sql.run(target, ['select 1'])).rejects.toMatchObject({
      message: expect.stringContaining('no connection to db.internal:5433: connection refused'),
    });
  });

  it('ends with Ctrl-C, and removes everything', async () => {
    const stopping = new AbortController();
    const stopped = new JobSql(
      { cluster, streams: cluster.streams },
      { environment: 'prod', lookEveryMs: 60_000, stop: stopping.signal },
    );
    cluster.play = async () => {
      setImmediate(() => stopping.abort());
      return { status: { phase: 'Running' } };
    };
    await expect(stopped.run(target, ['select 1'])).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 });
    expect(left()).toEqual(['Namespace']);
    expect(cluster.deleted.at(-1)).toMatch(/^Job backlot-sql-/);
  });

  it('runs no commands of psql, and removes a Job that a killed run left suspended', async () => {
    cluster.play = answering('1\n');
    const labels = { 'backlot.dev/backup-sql': 'prod' };
    const metadata = { name: 'old', namespace: 'backlot-system', labels, creationTimestamp: '2020-01-01T00:00:00Z' };
    cluster.put({ apiVersion: 'batch/v1', kind: 'Job', metadata });
    expect(await sql.run(target, ['\\! id', ' \n\\! id', '\0\\! id', 'select 1'])).toEqual([
      { error: expect.stringContaining('not SQL') },
      { error: expect.stringContaining('not SQL') },
      { error: expect.stringContaining('not SQL') },
      { rows: [['1']] },
    ]);
    expect(cluster.deleted).toContain('Job old');
  });
});

/** Where psql is installed, the very script of the pod asks a real server. */
const withPsql = findOnPath('psql') ? describe : describe.skip;
withPsql('the script of the Job, with psql and a real PostgreSQL', () => {
  let server: PostgresProcess;
  let folder: string;
  let sql: JobSql;

  beforeAll(async () => {
    server = await PostgresProcess.start();
    folder = await mkdtemp(join(tmpdir(), 'backlot-job-'));
    const cluster = new JobCluster();
    cluster.play = async ({ script, statements, variables }) => {
      await rm(join(folder, 's'), { recursive: true, force: true });
      await mkdir(join(folder, 's'));
      for (const [name, text] of Object.entries(statements)) await writeFile(join(folder, 's', name), text);
      const env = { ...variables, PATH: process.env.PATH, SCRATCH: folder, STATEMENTS: join(folder, 's') };
      const { stdout } = await promisify(execFile)('sh', ['-c', script], { env, maxBuffer: 1e8 });
      return { status: succeeded, lines: stdout.split('\n').map((line) => `2026-11-21T10:00:00.1Z ${line}`) };
    };
    sql = new JobSql({ cluster, streams: cluster.streams }, { environment: 'prod', lookEveryMs: 1 });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const own = () => {
    const { user, password } = server.admin;
    return { host: '127.0.0.1', port: server.port, database: 'postgres', user, password };
  };

  it('gives values as PostgreSQL writes them, and the server’s own errors', async () => {
    const answers = await sql.run(own(), [
      "select 1, null, '', true",
      "select 'a,\"b\"' || chr(10) || 'é'",
      'select * from nothing_like_that',
      "select timestamptz '2026-11-21 10:00:00+02'",
      "select repeat('x', 100000)",
      'select 1 where false',
    ]);
    expect(answers).toEqual([
      { rows: [['1', null, '', 't']] },
      { rows: [['a,"b"\né']] },
      { error: expect.stringContaining('relation "nothing_like_that" does not exist') },
      { rows: [['2026-11-21 08:00:00+00']] },
      { rows: [['x'.repeat(100_000)]] },
      { rows: [] },
    ]);
  }, 30_000);

  it('changes nothing', async () => {
    const [made, allowed] = await sql.run(own(), ['create table films (id int)', 'set transaction read write']);
    expect(made).toEqual({ error: expect.stringContaining('read-only transaction') });
    expect(allowed).toEqual({ error: expect.stringContaining('read-write mode') });
  }, 30_000);

  it('says why it cannot log in', async () => {
    const wrong = sql.run({ ...own(), password: 'wrong' }, ['select 1']);
    await expect(wrong).rejects.toMatchObject({ message: expect.stringContaining('password authentication failed') });
  }, 30_000);
});
