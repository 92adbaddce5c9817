import type { ImagesResult, ListedImage } from '../../delivery/images/index.js';
import type { Paint } from '../paint.js';
import { table } from '../table.js';
import { countsText } from './scan-text.js';

/** The images of an environment, newest first, with what runs. */
export function imagesText(
  { elsewhere, environment, images, unknown, untagged }: ImagesResult,
  options: { readonly width: number; readonly paint: Paint },
): string {
  const rows =
    images.length === 0
      ? `The registry of '${environment}' holds no image.`
      : table(
          images,
          [
            { title: 'service', value: ({ service }) => service },
            { title: 'tags', value: ({ tags }) => tags.join(', ') || '-', shrinks: true },
            { title: 'digest', value: ({ digest }) => digest.slice(7, 19) },
            { title: 'pushed', value: ({ pushedAt = '-' }) => pushedAt.replace(/\.\d+Z$/, 'Z') },
            { title: 'size', value: sizeText, align: 'right' },
            { title: 'scan', value: scanned },
            { title: 'runs', value: ({ runs }) => runs.join(', ') || '-', shrinks: true },
          ],
          options,
        );
  return [
    rows,
    ...(untagged > 0 ? [`\n${untagged} without a tag are left out (--untagged).`] : []),
    ...elsewhere.map(
      ({ image, service, where }) => `\n${service} (${where}) is ${image}, which isn't in this registry.`,
    ),
    ...unknown.map((reason) => `\nNot known: ${reason}`),
  ].join('\n');
}

function scanned({ scan }: ListedImage): string {
  if (!scan) return '-';
  return scan.findings ? countsText(scan.findings) : scan.status.toLowerCase().replaceAll('_', ' ');
}

function sizeText({ sizeBytes }: ListedImage): string {
  if (sizeBytes === undefined) return '-';
  if (sizeBytes < 1024) return `${sizeBytes} B`;
  const mebibytes = sizeBytes / 1024 ** 2;
  return mebibytes < 1 ? `${(sizeBytes / 1024).toFixed(1)} KiB` : `${mebibytes.toFixed(1)} MiB`;
}
