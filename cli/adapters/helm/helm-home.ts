import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cacheFolder, stateFolder } from '../../../host/folders.js';
import type { ClusterAccess } from '../kubernetes/kubernetes.js';

/** Folder of what runs of Helm leave while they last. */
export function helmRunsFolder(): string {
  return join(stateFolder(), 'helm');
}

/** The file that names the process which changes a release, while it runs. */
export function runRecordFile(server: string, namespace: string, release: string): string {
  const key = createHash('sha256').update([server, namespace, release].join('\n')).digest('hex').slice(0, 16);
  return join(helmRunsFolder(), `${release}-${key}.json`);
}

/**
 * The environment of Helm: the person's own without what would steer Helm, and homes of our own, so that neither their
 * repositories nor their plugins play a part, and nothing of theirs is written to.
 */
export async function helmEnvironment(
  access: ClusterAccess,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Record<string, string>> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^(HELM_|KUBECONFIG$|KUBE_)/.test(entry[0]),
  );
  const home = join(cacheFolder(), 'helm');
  return {
    ...Object.fromEntries(kept),
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_CONFIG_HOME: join(home, 'config'),
    HELM_DATA_HOME: join(home, 'data'),
    HELM_DRIVER: 'secret',
    KUBECONFIG: access.kubeconfig,
    HELM_KUBECONTEXT: access.context,
    ...(access.token && { HELM_KUBETOKEN: (await access.token()).token }),
  };
}
