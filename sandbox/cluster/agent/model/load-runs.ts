import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LoadRequest, type LoadRun, type LoadSample, type LoadTotals, rateAt } from '../load-api.js';

/** Runs that ended and are still listed. */
const KEPT = 20;
const MOST_SAMPLES = 300;

/** A run while it changes. */
export type RunRecord = { -readonly [Field in keyof Omit<LoadRun, 'samples' | 'totals'>]: LoadRun[Field] } & {
  samples: LoadSample[];
  totals: { -readonly [Field in keyof LoadTotals]: number };
};

interface SavedState {
  readonly runs: readonly RunRecord[];
  /** Messages that wait, per `<namespace>/<service>`. */
  readonly backlogs: Readonly<Record<string, number>>;
}

/** All runs, kept in a file so that a restart goes on with them. */
export class LoadRuns {
  private records: RunRecord[] = [];
  /** Messages that wait, per `<namespace>/<service>`. */
  readonly backlogs = new Map<string, number>();
  private saving: Promise<void> = Promise.resolve();

  /** @param folder undefined: nothing is kept */
  constructor(private readonly folder?: string) {}

  /** Reads what an earlier process kept; a file that can't be read means no runs. */
  async restore(now: number): Promise<void> {
    if (!this.folder) return;
    const text = await readFile(this.file(this.folder), 'utf8').catch(() => '');
    let saved: SavedState | undefined;
    try {
      saved = text ? (JSON.parse(text) as SavedState) : undefined;
    } catch {
      saved = undefined;
    }
    this.records = [...(saved?.runs ?? [])];
    for (const [key, amount] of Object.entries(saved?.backlogs ?? {})) this.backlogs.set(key, amount);
    this.finish(now);
  }

  start(request: LoadRequest, kind: LoadRun['kind'], now: number): RunRecord {
    const record: RunRecord = {
      id: randomUUID().slice(0, 8),
      model: true,
      service: request.service,
      namespace: request.namespace,
      kind,
      rps: request.rps,
      durationSeconds: request.durationSeconds,
      seed: request.seed ?? 1,
      cpuPerRequestMs: request.cpuPerRequestMs,
      profile: request.profile ?? 'constant',
      state: 'running',
      startedAt: new Date(now).toISOString(),
      elapsedSeconds: 0,
      totals: { requests: 0, failed: 0, unrouted: 0 },
      current: { seconds: 0, offeredRps: 0, unroutedRps: 0, versions: [] },
      samples: [],
    };
    this.records.push(record);
    return record;
  }

  stop(id: string, now: number): RunRecord | undefined {
    const record = this.get(id);
    if (record?.state === 'running') {
      record.state = 'stopped';
      record.elapsedSeconds = elapsed(record, now);
    }
    return record;
  }

  get(id: string): RunRecord | undefined {
    return this.records.find((record) => record.id === id);
  }

  list(): readonly RunRecord[] {
    return this.records;
  }

  /** Something changes as time goes by. */
  get busy(): boolean {
    return this.backlogs.size > 0 || this.records.some(({ state }) => state === 'running');
  }

  /** Runs with their rate right now, per `<namespace>/<service>`. */
  active(now: number): Map<string, { readonly record: RunRecord; readonly rps: number }[]> {
    const active = new Map<string, { record: RunRecord; rps: number }[]>();
    for (const record of this.records) {
      if (record.state !== 'running') continue;
      const key = `${record.namespace}/${record.service}`;
      const entry = { record, rps: rateAt(record, elapsed(record, now)) };
      active.set(key, [...(active.get(key) ?? []), entry]);
    }
    return active;
  }

  /** Notes how a run stands. */
  sample(record: RunRecord, figures: Omit<LoadSample, 'seconds'>, now: number): void {
    record.elapsedSeconds = Math.min(record.durationSeconds, elapsed(record, now));
    record.current = { seconds: Math.round(record.elapsedSeconds), ...figures };
    const every = Math.max(1, Math.ceil(record.durationSeconds / MOST_SAMPLES));
    const last = record.samples.at(-1)?.seconds;
    if (last === undefined || record.current.seconds - last >= every) record.samples.push(record.current);
  }

  /** Ends what is over. @returns whether something ended */
  finish(now: number): boolean {
    const over = this.records.filter(
      (record) => record.state === 'running' && elapsed(record, now) >= record.durationSeconds,
    );
    for (const record of over) {
      record.state = 'finished';
      record.elapsedSeconds = record.durationSeconds;
    }
    const ended = this.records.filter(({ state }) => state !== 'running');
    const forgotten = new Set(ended.slice(0, Math.max(0, ended.length - KEPT)));
    this.records = this.records.filter((record) => !forgotten.has(record));
    return over.length > 0;
  }

  /** Writes the file; one write at a time. */
  save(): Promise<void> {
    const { folder } = this;
    if (!folder) return Promise.resolve();
    this.saving = this.saving
      .then(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const state: SavedState = { runs: this.records, backlogs: Object.fromEntries(this.backlogs) };
        const temporary = `${this.file(folder)}.${process.pid}`;
        await writeFile(temporary, JSON.stringify(state), { mode: 0o600 });
        await rename(temporary, this.file(folder));
      })
      .catch((error: unknown) => {
        process.stderr.write(`the runs could not be kept: ${error instanceof Error ? error.message : error}\n`);
      });
    return this.saving;
  }

  private file(folder: string): string {
    return join(folder, 'load-runs.json');
  }
}

function elapsed(record: RunRecord, now: number): number {
  return (now - Date.parse(record.startedAt)) / 1000;
}
