import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { shell } from '../../../../modules/values/shell-quoted.js';
import type { Kubernetes, KubernetesObject, ObjectReference, PodStreams } from '../../kubernetes/index.js';
import type { SqlAnswer, SqlRunner, SqlRunOptions, SqlTarget } from '../sql.js';
import { readAnswers } from './answers.js';
import { belongingsOf, CONTAINER, jobOf, NAMESPACE, namespaceObject, SQL_LABEL, type SqlRun } from './objects.js';
import { hasEnded, inVain, refusalOf, type SqlPod, troubleOf } from './pod-trouble.js';

/** Client of PostgreSQL 17, which speaks to all servers that RDS has. */
const IMAGE = 'public.ecr.aws/docker/library/postgres:17.6-alpine';

/** How Jobs run SQL. */
export interface JobSqlOptions {
  readonly environment: string;
  /** Image with a shell and psql. @default PostgreSQL 17 from the public registry of ECR */
  readonly image?: string;
  /** Ends what is under way; what was made is removed all the same. @default nothing does */
  readonly stop?: AbortSignal;
  /** Seconds that one Job may take. @default 900 */
  readonly deadlineSeconds?: number;
  /** @default 2,000 */
  readonly lookEveryMs?: number;
}

/**
 * Runs SQL where databases of isolated subnets can be reached: in a Job of the cluster, which may reach nothing but the
 * port of the database and the DNS. The password is in a Secret that lives as long as the Job.
 */
export class JobSql implements SqlRunner {
  readonly way = 'from a Job in the cluster';
  private swept = false;

  constructor(
    private readonly cluster: { readonly cluster: Kubernetes; readonly streams: PodStreams },
    private readonly options: JobSqlOptions,
  ) {}

  /** @throws BacklotError `SqlJobFailed` with what the pod, the node or the server said; `Interrupted` (130) */
  async run(
    target: SqlTarget,
    statements: readonly string[],
    options: SqlRunOptions = {},
  ): Promise<readonly SqlAnswer[]> {
    const sound = statements.filter((text) => !isMeta(text));
    const answers: SqlAnswer[] = [];
    for (const some of portionsOf(sound)) answers.push(...(await this.runJob(target, some, options)));
    return statements.map((text) =>
      isMeta(text) ? { error: 'not SQL: commands of psql are not run' } : (answers.shift() ?? { error: 'no answer' }),
    );
  }

  /** Everything is removed with its run. */
  async close(): Promise<void> {}

  private async runJob(
    target: SqlTarget,
    statements: readonly string[],
    { before }: SqlRunOptions,
  ): Promise<readonly SqlAnswer[]> {
    const { cluster } = this.cluster;
    const { deadlineSeconds = 900, environment, image = IMAGE } = this.options;
    await this.prepare(deadlineSeconds);
    const name = `backlot-sql-${randomBytes(4).toString('hex')}`;
    const nonce = randomBytes(16).toString('hex');
    const run: SqlRun = { name, nonce, environment, image, deadlineSeconds, ...(before ? { before } : {}) };
    const made: ObjectReference[] = [];
    try {
      const job = await this.make(jobOf(run), made);
      for (const object of belongingsOf(run, job, target, statements)) await this.make(object, made);
      await cluster.patch(referenceOf(job), { spec: { suspend: false } });
      const pod = await this.ended(run);
      const lines: string[] = [];
      for await (const line of this.cluster.streams.logs({
        namespace: NAMESPACE,
        pod: pod.metadata.name,
        container: CONTAINER,
      })) {
        lines.push(line);
      }
      const answers = readAnswers(lines, run.nonce, statements.length);
      if (!answers) throw failed(`the pod ended without an answer: ${troubleOf(pod)}${last(lines)}`);
      if ('refused' in answers) throw failed(`no connection to ${target.host}:${target.port}: ${answers.refused}`);
      return answers.answers;
    } finally {
      // The Job last: if one of the others stays, it goes with the Job.
      for (const reference of made.reverse()) {
        await cluster.delete(reference).catch(() => false); // Kubernetes removes it after the Job's time to live
      }
    }
  }

  private async make(object: KubernetesObject, made: ObjectReference[]): Promise<KubernetesObject> {
    made.push(referenceOf(object));
    return (await this.cluster.cluster.create(object)) ?? object;
  }

  /** Makes the namespace, and removes once what a killed run left suspended, which nothing else would. */
  private async prepare(deadlineSeconds: number): Promise<void> {
    if (this.swept) return;
    this.swept = true;
    const { cluster } = this.cluster;
    const { apiVersion, kind, metadata } = namespaceObject;
    if (!(await cluster.get({ apiVersion, kind, name: metadata.name }))) await cluster.create(namespaceObject);
    const labelSelector = `${SQL_LABEL}=${this.options.environment}`;
    const jobs = await cluster.list({ apiVersion: 'batch/v1', kind: 'Job', namespace: NAMESPACE, labelSelector });
    for (const job of jobs) {
      const age = Date.now() - Date.parse(job.metadata.creationTimestamp ?? '');
      // Twice as old as it may get, so that a clock that is off doesn't end what runs.
      if (age > 2 * deadlineSeconds * 1_000 + 3_600_000)
        await cluster.delete(referenceOf(job), { uid: job.metadata.uid });
    }
  }

  private async ended({ deadlineSeconds, name }: SqlRun): Promise<SqlPod> {
    const { cluster } = this.cluster;
    const { lookEveryMs = 2_000, stop } = this.options;
    const deadline = performance.now() + deadlineSeconds * 1_000;
    const labelSelector = `batch.kubernetes.io/job-name=${name}`;
    for (;;) {
      if (stop?.aborted) throw interrupted();
      const [pod] = await cluster.list<SqlPod>({ apiVersion: 'v1', kind: 'Pod', namespace: NAMESPACE, labelSelector });
      if (pod && hasEnded(pod)) return pod;
      const vain = pod && inVain(pod);
      if (vain) throw failed(`its container cannot start: ${vain}`);
      const refusal = pod ? undefined : await refusalOf(cluster, name);
      if (refusal) throw failed(`its pod is refused: ${refusal}`);
      if (performance.now() > deadline)
        throw failed(`no answer within ${deadlineSeconds} s: ${pod ? troubleOf(pod) : 'it has no pod'}`);
      await delay(lookEveryMs, undefined, { signal: stop }).catch(() => undefined); // looked at next
    }
  }
}

/** A ConfigMap holds 1 MiB: https://kubernetes.io/docs/concepts/configuration/configmap/ */
const LARGEST = 512 * 1024;

/** Statements in portions that one Job can be given. */
function portionsOf(statements: readonly string[]): string[][] {
  const portions: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const text of statements) {
    const size = Buffer.byteLength(text) + 16;
    if (bytes + size > LARGEST) {
      portions.push([]);
      bytes = 0;
    }
    portions.at(-1)?.push(text);
    bytes += size;
  }
  return portions;
}

/** psql takes what begins with a backslash for a command of its own, and shells leave out the characters that no text of SQL may hold. */
function isMeta(text: string): boolean {
  return text.includes('\0') || text.trimStart().startsWith('\\');
}

function last(lines: readonly string[]): string {
  const words = lines.at(-1)?.replace(/^\S+Z /, '');
  return words ? `; its last line: ${words.slice(0, 300)}` : '';
}

function referenceOf({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject): ObjectReference {
  return { apiVersion, kind, name, ...(namespace ? { namespace } : {}) };
}

function failed(why: string): BacklotError {
  return new BacklotError({
    code: 'SqlJobFailed',
    message: `SQL from the cluster: ${why}`,
    source: 'upstream',
    hints: ['another image: backup.proof.image in the environment'],
    actions: [shell`kubectl --namespace ${NAMESPACE} get events`],
  });
}

function interrupted(): BacklotError {
  return new BacklotError({ code: 'Interrupted', message: 'SQL from the cluster: interrupted', exitCode: 130 });
}
