import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../host/folders.js';

/** How a tool tells its version. */
export interface VersionProbe {
  /** `['version']` */
  readonly args: readonly string[];
  /** Its group `version` is the version, its group `flavor`, if it has one, who made the tool. */
  readonly pattern: RegExp;
}

/** What a tool told. */
export interface ToolVersion {
  readonly version: string;
  /** @default the pattern asks for none */
  readonly flavor?: string;
}

interface Remembered extends ToolVersion {
  readonly mtimeMs: number;
  readonly size: number;
  readonly args: string;
}

const TIMEOUT_MS = 20_000;

/**
 * The version of an executable file. A tool is asked once: after that the answer is remembered in the cache folder
 * for as long as the file has the same size and date.
 *
 * @returns undefined when it does not run, or says something else.
 */
export async function versionOf(path: string, probe: VersionProbe): Promise<ToolVersion | undefined> {
  const { mtimeMs, size } = statSync(path);
  const args = probe.args.join(' ');
  const known = recall()[path];
  if (known && known.mtimeMs === mtimeMs && known.size === size && known.args === args) {
    return { version: known.version, flavor: known.flavor };
  }
  const told = await ask(path, probe);
  if (told) remember(path, { ...told, mtimeMs, size, args });
  return told;
}

async function ask(path: string, probe: VersionProbe): Promise<ToolVersion | undefined> {
  const { execa } = await import('execa');
  const env = { CHECKPOINT_DISABLE: '1' };
  const result = await execa(path, probe.args, { env, reject: false, stdin: 'ignore', timeout: TIMEOUT_MS });
  const match = result.failed ? null : probe.pattern.exec(result.stdout);
  const { version, flavor } = match?.groups ?? {};
  return version ? { version, flavor } : undefined;
}

function file(): string {
  return join(cacheFolder(), 'tool-versions.json');
}

/** Losing this memory only costs a question; so nothing about it is an error. */
function recall(): Record<string, Remembered> {
  try {
    const known: unknown = JSON.parse(readFileSync(file(), 'utf8'));
    const entries = Object.entries(known ?? {}).filter(([, each]) => typeof each?.version === 'string');
    return Object.fromEntries(entries) as Record<string, Remembered>;
  } catch {
    return {};
  }
}

function remember(path: string, entry: Remembered): void {
  const written = `${file()}.${randomUUID()}`;
  try {
    mkdirSync(cacheFolder(), { recursive: true, mode: 0o700 });
    writeFileSync(written, JSON.stringify({ ...recall(), [path]: entry }));
    renameSync(written, file());
  } catch {
    rmSync(written, { force: true });
  }
}
