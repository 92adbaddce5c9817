import type { ValueChange } from '../../kernel/diff/value-diff.js';

/** Values that end up in the pods of a service: a change of one is a new version, which a canary judges. */
const OF_PODS: ReadonlySet<string> = new Set([
  'args',
  'command',
  'config',
  'env',
  'environment',
  'health',
  'image',
  'kind',
  'metricsPort',
  'nodeSelector',
  'platform',
  'podAnnotations',
  'podLabels',
  'port',
  'priorityClass',
  'resources',
  'secretStore',
  'secrets',
  'security',
  'serviceAccount',
  'termination',
  'tolerations',
  'topology',
]);

/** Paths of values of which each makes a new version although the image is the same. */
export function podValues(changes: readonly Pick<ValueChange, 'path'>[]): string[] {
  const inPods = ({ path }: Pick<ValueChange, 'path'>) =>
    !path.startsWith('image.') && OF_PODS.has(path.split(/[.[]/)[0] ?? '');
  return changes.filter(inPods).map(({ path }) => path);
}

/** Whether changes of values make a new version although the image is the same. */
export function makesNewVersion(changes: readonly Pick<ValueChange, 'path'>[]): boolean {
  return podValues(changes).length > 0;
}
