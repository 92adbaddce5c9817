import type { CanaryMeasurement } from '../../delivery/canary/index.js';

const LEVELS = '▁▂▃▄▅▆▇█';
const SHOWN = 12;

/** The last measurements as levels between their least and greatest; `·` where there was no data, `!` for an error. */
export function sparkline(measurements: readonly CanaryMeasurement[]): string {
  const last = measurements.slice(-SHOWN);
  const values = last.flatMap(({ value }) => (value === undefined || !Number.isFinite(value) ? [] : [value]));
  const least = Math.min(...values);
  const span = Math.max(...values) - least;
  return last
    .map(({ phase, value }) => {
      if (phase === 'Error') return '!';
      if (value === undefined) return '·';
      const level = span > 0 && Number.isFinite(value) ? Math.round(((value - least) / span) * (LEVELS.length - 1)) : 3;
      return LEVELS[level] ?? LEVELS.at(-1);
    })
    .join('');
}
