import type { Paint } from '../paint.js';

/** How much of a drift is shown. */
export interface DriftReportOptions {
  readonly width: number;
  readonly paint: Paint;
  /** Show noise too, and what is not applied resource by resource. @default only their numbers */
  readonly all?: boolean;
}
