import type { ServiceDeployment } from '../delivery/services/index.js';
import { elapsed } from './elapsed.js';
import { nextLines } from './next-lines.js';
import type { Paint, Style } from './paint.js';
import { shortImage } from './service-changes.js';
import { table } from './table.js';

const STYLES: Readonly<Record<ServiceDeployment['status'], Style>> = {
  deployed: 'green',
  promoted: 'green',
  unchanged: 'dim',
  canary: 'yellow',
  held: 'yellow',
  skipped: 'dim',
  undeclared: 'yellow',
  removed: 'dim',
  aborted: 'red',
  failed: 'red',
};

/** What happened to each service, with image and pods; then why, where something did not end well. */
export function servicesTable(
  services: readonly ServiceDeployment[],
  options: { readonly width: number; readonly paint: Paint },
): string {
  const { paint, width } = options;
  const rows = table(
    services,
    [
      { title: 'service', value: ({ service }) => service },
      { title: 'status', value: ({ status }) => status, paint: (row, text, with_) => with_(STYLES[row.status], text) },
      { title: 'image', value: imageText },
      { title: 'pods', value: podsText },
      { title: 'time', value: ({ durationMs }) => elapsed(durationMs), align: 'right' },
      { title: '', value: ({ error, reason }) => (error ? '' : (reason ?? '')), shrinks: true },
    ],
    { width, paint },
  );
  return [rows, ...services.flatMap((service) => failureText(service, paint))].join('\n\n');
}

function imageText({ image, previousImage }: ServiceDeployment): string {
  return previousImage ? `${shortImage(previousImage)} → ${shortImage(image)}` : shortImage(image);
}

function podsText({ canary, pods }: ServiceDeployment): string {
  const all = `${pods.ready}/${pods.desired} ready`;
  return canary ? `${all}, canary ${canary.ready}/${canary.desired}` : all;
}

function failureText({ actions, error, service }: ServiceDeployment, paint: Paint): string[] {
  if (!error) return [];
  const next = error.actions.length > 0 ? error.actions : actions;
  return [[`${paint('red', `✖ ${service}`)}: ${error.message}`, ...nextLines({ ...error, actions: next })].join('\n')];
}
