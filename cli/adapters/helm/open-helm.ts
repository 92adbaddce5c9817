import { type ResolveOptions, resolveTool } from '../../../sandbox/tools/index.js';
import type { ClusterAccess } from '../kubernetes/kubernetes.js';
import type { Helm } from './helm.js';
import { HelmCli } from './helm-cli.js';

/**
 * Helm for one cluster: the program of `PATH` or the cache, else fetched or built.
 *
 * @throws BacklotError what `resolveTool` throws.
 */
export async function openHelm(access: ClusterAccess, options: ResolveOptions = {}): Promise<Helm> {
  const { path, version } = await resolveTool('helm', options);
  return new HelmCli({ binary: path, version, access });
}
