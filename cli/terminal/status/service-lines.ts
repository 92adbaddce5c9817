import type { EnvironmentStatus, ServiceState } from '../../insight/status/index.js';
import { table } from '../table.js';
import type { StatusViewOptions } from './said.js';

/** The services: pods, version, canary. */
export function serviceLines(services: EnvironmentStatus['services'], { width, paint }: StatusViewOptions): string[] {
  if (services?.unknown !== undefined) {
    return [`${paint('bold', 'services'.padEnd(11))}${paint('yellow', `unknown: ${services.unknown}`)}`];
  }
  if (!services?.value?.length) return [];
  const columns = [
    { title: 'service', value: ({ service }: ServiceState) => service },
    {
      title: 'pods',
      value: ({ desired, ready }: ServiceState) => `${ready}/${desired}`,
      paint: ({ desired, outside, ready }: ServiceState, text: string) =>
        paint(outside ? 'red' : desired === 0 ? 'dim' : ready >= desired ? 'green' : 'red', text),
    },
    {
      title: 'version',
      value: ({ version, desired }: ServiceState) => version ?? (desired === 0 ? 'not deployed' : '?'),
    },
    { title: 'canary', value: canaryText, shrinks: true },
  ];
  return ['', table(services.value, columns, { width, paint })];
}

function canaryText({ canary, outside }: ServiceState): string {
  if (outside) return outside;
  if (!canary) return '';
  return `${canary.phase} ${canary.weight} %${canary.version ? ` of ${canary.version}` : ''}`;
}
