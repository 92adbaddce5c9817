import { CLUSTER_VERSIONS } from '../../../environments/model/aws/engine-versions.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import { ResourceNames } from '../../../stacks/resource-names.js';
import { changeOf, type Found, type PatchContext } from './patch-context.js';
import { CLUSTER_SUPPORT } from './support-dates.js';
import { compareVersions } from './versions.js';

/** Version of Kubernetes. */
export async function findCluster(context: PatchContext): Promise<Found[]> {
  const { environment, sources } = context;
  if (!environment.cluster) return [];
  const { version } = environment.cluster;
  const told = await sources?.clusterOffered();
  const offered = told ?? CLUSTER_VERSIONS.map((each) => ({ version: each, support: CLUSTER_SUPPORT[each] }));
  const newer = offered.map((each) => each.version).filter((each) => compareVersions(each, version) > 0);
  const newest = newer.sort(compareVersions).at(-1);
  const deadline = offered.find((each) => each.version === version)?.support ?? CLUSTER_SUPPORT[version];
  const [step] = newer;
  return [
    {
      kind: 'cluster',
      name: 'cluster',
      current: `kubernetes ${version}`,
      ...(newest ? { newest } : {}),
      ...(deadline ? { deadline, note: 'end of standard support; from then the cluster costs six times as much' } : {}),
      // One minor version at a time.
      ...changeOf(context, 'cluster.version', step),
      applies: `backlot cluster upgrade ${environment.id}`,
      restarts: 'every node is replaced; the API stays up',
    },
  ];
}

/** Releases of the nodes of managed groups. */
export async function findNodes({ environment, sources }: PatchContext): Promise<Found[]> {
  if (!environment.cluster || !sources) return [];
  const cluster = new ResourceNames(environment).of('cluster');
  const nodes = await sources.nodes(cluster);
  return Promise.all(
    nodes.map(async ({ amiType, name, release, version }): Promise<Found> => {
      const newest = await sources.newestNodes(amiType, version);
      const behind = newest !== undefined && release !== '' && newest !== release;
      return {
        kind: 'nodes',
        name: `nodes ${name}`,
        current: release || `kubernetes ${version}`,
        ...(behind ? { newest } : {}),
        ...(newest === undefined
          ? { state: 'unknown' as const, note: 'the newest release is asked of SSM of the real AWS only' }
          : {}),
        applies: shell`aws eks update-nodegroup-version --cluster-name ${cluster} --nodegroup-name ${name}`,
        restarts: 'every node of the group is drained and replaced',
      };
    }),
  );
}
