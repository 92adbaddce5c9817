import type { ChartValue, ChartValues } from '../../../../stacks/controllers.js';

/** Lays values over others as Helm does: maps merge, everything else is replaced. What is undefined is left out. */
export function mergeValues(below: ChartValues, above: ChartValues): ChartValues {
  return JSON.parse(JSON.stringify(merge(below, above))) as ChartValues;
}

function merge(below: ChartValue | undefined, above: ChartValue | undefined): ChartValue | undefined {
  if (above === undefined) return below;
  if (!isMap(below) || !isMap(above)) return above;
  const keys = [...new Set([...Object.keys(below), ...Object.keys(above)])];
  return Object.fromEntries(keys.map((key) => [key, merge(below[key], above[key])]));
}

function isMap(value: ChartValue | undefined): value is ChartValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
