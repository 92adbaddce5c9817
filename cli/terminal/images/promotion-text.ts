import type { PromotionPreview, PromotionResult } from '../../delivery/images/index.js';
import { elapsed } from '../elapsed.js';
import { countsText } from './scan-text.js';

/** What will be copied, and what speaks for it. */
export function promotionText(preview: PromotionPreview): string {
  const { destination, digest, health, source, tag } = preview;
  return [
    `image    ${digest}`,
    `from     ${source}`,
    `to       ${destination}${tag ? `:${tag}` : ''}`,
    `proof    ${health.state}: ${health.reason}`,
    `scan     ${scanLine(preview)}`,
  ].join('\n');
}

/** What was copied, and how it is deployed. */
export function promotedText(result: PromotionResult): string {
  const { blobs, bytes, deploy, durationMs, outcome, platforms, to } = result;
  const done =
    outcome === 'unchanged'
      ? `'${to}' had it already`
      : `${blobs.copied} blobs (${bytes} bytes) copied, ${blobs.present} were there, in ${elapsed(durationMs)}; the digest at the destination is the same`;
  const images = platforms ? `\nplatforms ${platforms.join(', ')}` : '';
  return `${promotionText(result)}${images}\n\n${done}\n\nNext: ${deploy}`;
}

function scanLine({ scan: { counts, reason, state } }: PromotionPreview): string {
  if (state === 'passed') return countsText(counts);
  return `${state}: ${reason}`;
}
