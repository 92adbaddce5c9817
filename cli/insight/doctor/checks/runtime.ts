import { isAtLeast } from '../../../../sandbox/tools/version-order.js';
import type { Check } from '../check.js';

const OLDEST_NODE = '22.22.2';

/** The Node that runs this. */
export function checkNode(version = process.versions.node): Check {
  const check = { id: 'node', title: 'Node.js', version, path: process.execPath };
  if (isAtLeast(version, OLDEST_NODE)) return { ...check, status: 'ok' };
  return {
    ...check,
    status: 'missing',
    detail: `older than ${OLDEST_NODE}`,
    action: 'npm ci, then npm run (the pinned Node), or install a newer Node',
  };
}
