import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Finding } from './scanners.js';

/** A finding that stands, and why. */
export interface Suppression {
  readonly check: string;
  /** Expression over `scenario Kind/name`. */
  readonly objects: string;
  readonly reason: string;
  /** Day after which it has to be thought over, as `2027-11-30`. */
  readonly until: string;
}

/** All of suppressions.yaml. */
export function readSuppressions(): Suppression[] {
  return parse(readFileSync(new URL('./suppressions.yaml', import.meta.url), 'utf8')) as Suppression[];
}

/** Whether a suppression is about a finding. */
export function covers({ check, objects }: Suppression, scenario: string, finding: Finding): boolean {
  return check === finding.check && new RegExp(objects).test(`${scenario} ${finding.object}`);
}
