import type { z } from 'zod';
import { isWithin, type Path } from './document/path.js';
import { type EnvironmentDocument, environmentSchema } from './schema/environment.js';
import { meantIssues } from './schema-problems.js';
import { nearestKey } from './unknown-key.js';

/** A document in which what the schema refused was left out, so that rules can look at the rest. */
export interface RepairedDocument {
  readonly document: EnvironmentDocument;
  /** What was left out, or stands in for it. Nothing that rests on these can be judged. */
  readonly unknown: readonly Path[];
}

const ATTEMPTS = 10;

/** Stand-ins for what an environment cannot be without. */
const STAND_INS: readonly (readonly [Path, unknown])[] = [
  [['platform'], 'platform'],
  [['owner'], 'owner'],
  [['aws'], { accountId: '000000000000', region: 'eu-central-1' }],
  [['aws', 'accountId'], '000000000000'],
  [['aws', 'region'], 'eu-central-1'],
  [['network'], { cidr: '10.0.0.0/16' }],
  [['network', 'cidr'], '10.0.0.0/16'],
];

/** Leaves out what the schema refuses, step by step further up where a part cannot be without it. */
export function repair(plain: unknown): RepairedDocument | undefined {
  const draft = structuredClone(plain) as Record<string, unknown>;
  const unknown: Path[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const result = environmentSchema.safeParse(draft);
    if (result.success) return { document: result.data, unknown };
    for (const path of result.error.issues.flatMap(meantIssues).flatMap(pathsOf))
      unknown.push(...leaveOut(draft, path));
  }
  return undefined;
}

/** Whether a path is, holds or lies in one that is unknown. */
export function isUnknown(path: Path, unknown: readonly Path[]): boolean {
  return unknown.some((each) => isWithin(path, each) || isWithin(each, path));
}

function pathsOf(issue: z.core.$ZodIssue): Path[] {
  const path = issue.path as Path;
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
}

function leaveOut(draft: Record<string, unknown>, path: Path): Path[] {
  const parents = holdersOf(draft, path);
  // Items of a list are told apart by number only, so a list goes as a whole.
  const list = parents.findIndex((parent) => Array.isArray(parent));
  const target = list > 0 ? path.slice(0, list) : path;
  const standIn = STAND_INS.find(([each]) => each.join('.') === target.join('.'));
  const holder = holdersOf(draft, target).at(-1) as Record<string, unknown> | undefined;
  const key = String(target.at(-1));
  if (standIn && holder) {
    holder[key] = standIn[1];
    return [target];
  }
  if (holder && key in holder) {
    delete holder[key];
    const meant = nearestKey(target);
    return meant === undefined ? [target] : [target, [...target.slice(0, -1), meant]];
  }
  return target.length > 1 ? leaveOut(draft, target.slice(0, -1)) : [];
}

/** The maps and lists on the way to a path, from the document itself to what holds the last key. */
function holdersOf(draft: Record<string, unknown>, path: Path): unknown[] {
  const holders: unknown[] = [draft];
  for (const key of path.slice(0, -1)) {
    const next = (holders.at(-1) as Record<string | number, unknown>)[key];
    if (typeof next !== 'object' || next === null) break;
    holders.push(next);
  }
  return holders.length === path.length ? holders : [];
}
