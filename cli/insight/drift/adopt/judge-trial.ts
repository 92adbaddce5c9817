import type { DriftedAttribute } from '../drift-result.js';
import { equal, noiseReason } from '../noise/index.js';
import type { ConfigurationLeaf } from './trial.js';

/** An attribute that was changed outside. */
export interface WantedAttribute {
  readonly owner: string;
  readonly address: string;
  readonly type: string;
  readonly attribute: DriftedAttribute;
}

/** What an edit does about what is wanted. */
export interface Judgement {
  /** Attributes that become what the world holds. */
  readonly adopts: readonly WantedAttribute[];
  /** What else it would change. */
  readonly also: readonly ConfigurationLeaf[];
}

/** Matches what an edit changes in the configurations with what was changed in the world. */
export function judgeTrial(changes: readonly ConfigurationLeaf[], wanted: readonly WantedAttribute[]): Judgement {
  const adopts: WantedAttribute[] = [];
  const also: ConfigurationLeaf[] = [];
  for (const change of changes) {
    if (follows(change)) continue;
    const match = wanted.find((each) => isSame(each, change));
    if (match) adopts.push(match);
    else also.push(change);
  }
  return { adopts, also };
}

/** What only watches a resource follows it: its thresholds and pictures are made of the same value. */
function follows({ address }: ConfigurationLeaf): boolean {
  return /^aws_cloudwatch_(metric_alarm|dashboard)\./.test(address);
}

function isSame({ owner, address, type, attribute }: WantedAttribute, change: ConfigurationLeaf): boolean {
  if (change.stack !== owner || change.address !== address.replace(/\[[^\]]*\]$/, '')) return false;
  const path = attribute.path.replaceAll(/\[\d+\]/g, '');
  if (path !== change.path) return false;
  return equal(change.after, attribute.after) || meansTheSame(type, path, change.after, attribute.after);
}

function meansTheSame(type: string, path: string, one: unknown, other: unknown): boolean {
  return noiseReason({ type, path, one, other }) !== undefined;
}
