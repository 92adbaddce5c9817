import type { BuildResult, PushResult } from '../../delivery/images/index.js';
import { elapsed } from '../elapsed.js';

/** What was built, and how it is sent. */
export function builtText({ durationMs, labels, platform, push, reference, tool }: BuildResult): string {
  const revision = labels['org.opencontainers.image.revision'];
  const from = revision
    ? ` from ${revision.slice(0, 12)}${revision.endsWith('-dirty') ? ' with local changes' : ''}`
    : '';
  return `${reference}\nbuilt by ${tool} for ${platform}${from} in ${elapsed(durationMs)}\n\nNext: ${push}`;
}

/** What was pushed, and how it is deployed. */
export function pushedText({ deploy, digest, durationMs, outcome, reference }: PushResult): string {
  const what = outcome === 'unchanged' ? 'was there already' : `pushed in ${elapsed(durationMs)}`;
  return `${reference}\n${digest}\n${what}\n\nNext: ${deploy}`;
}
