import { shell } from '../../../../modules/values/shell-quoted.js';
import { stepsBetween } from '../minor-version.js';
import { REMOVED_APIS, removalOf, requestedDeprecated } from '../removed-apis.js';
import type { UpgradeFinding } from '../upgrade-result.js';
import { nameOf, type UpgradeView } from './upgrade-view.js';

/** Who still uses APIs that the target version serves no more: by requests, by what wrote objects, by Helm's manifests. */
export function checkApis(view: UpgradeView): UpgradeFinding[] {
  const found = [...requested(view), ...manifests(view), ...writers(view)];
  if (found.length > 0) return found;
  const [last] = REMOVED_APIS;
  const looked = `${view.releases.length} Helm releases, who wrote the objects${view.metrics === undefined ? '' : ", and the API server's count of deprecated requests"}`;
  const message = `nothing uses an API that ${view.target} removes (the last known removal is of ${last?.removedIn}; looked at: ${looked})`;
  return [{ check: 'apis', severity: 'ok', message }];
}

function requested({ metrics, target }: UpgradeView): UpgradeFinding[] {
  if (metrics === undefined) {
    const message = "the API server doesn't show its metrics, so requests for deprecated APIs can't be seen";
    return [
      { check: 'apis', severity: 'unknown', message, actions: ['kubectl get --raw /metrics | grep deprecated_apis'] },
    ];
  }
  return requestedDeprecated(metrics).map(({ group, removedRelease, resource, version }) => {
    const gone = removedRelease !== undefined && stepsBetween(removedRelease, target) >= 0;
    const when = removedRelease
      ? `goes in ${removedRelease}`
      : 'is deprecated, and no release is named in which it goes';
    const name = [version, resource].join(' ');
    const message = `somebody asks for ${group ? `${group}/` : ''}${name}, which ${when}`;
    return { check: 'apis' as const, severity: gone ? ('blocks' as const) : ('warns' as const), message };
  });
}

function manifests({ releases, target }: UpgradeView): UpgradeFinding[] {
  const unread = releases.flatMap(({ name, namespace, unreadable }): UpgradeFinding[] => {
    if (unreadable === undefined) return [];
    const message = `Helm's record of release ${namespace}/${name} is not what Helm writes, so what it uses can't be seen`;
    const actions = [
      shell`kubectl get secret ${unreadable} --namespace ${namespace} --show-managed-fields --output yaml`,
    ];
    return [{ check: 'apis', severity: 'unknown', message, objects: [`Secret ${namespace}/${unreadable}`], actions }];
  });
  const gone = releases.flatMap(({ kinds, name: release, namespace }) =>
    kinds.flatMap(({ apiVersion, kind, name }) => {
      const removal = removalOf(apiVersion, kind, target);
      if (!removal) return [];
      const message = `Helm release ${namespace}/${release} has ${kind} '${name}' of ${apiVersion}, gone since ${removal.removedIn}: Helm can't upgrade it any more; ${removal.instead} takes its place`;
      return [
        { check: 'apis' as const, severity: 'blocks' as const, message, objects: [`Secret ${namespace}/${release}`] },
      ];
    }),
  );
  return [...unread, ...gone];
}

/** The fields of an object name the API version that wrote them, although every version shows it. */
function writers({ target, written }: UpgradeView): UpgradeFinding[] {
  return written.flatMap((object) => {
    const fields = (object.metadata.managedFields ?? []) as readonly { manager?: string; apiVersion?: string }[];
    const old = fields.flatMap(({ apiVersion = '', manager = '' }) => {
      const removal = removalOf(apiVersion, object.kind, target);
      return removal ? [`${manager} by ${apiVersion} (gone since ${removal.removedIn}: use ${removal.instead})`] : [];
    });
    if (old.length === 0) return [];
    const message = `${nameOf(object)} was written by a client of a removed API: ${[...new Set(old)].join(', ')}`;
    return [{ check: 'apis' as const, severity: 'warns' as const, message, objects: [nameOf(object)] }];
  });
}
