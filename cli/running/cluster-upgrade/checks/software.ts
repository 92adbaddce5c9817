import { meets } from '../minor-version.js';
import type { UpgradeFinding } from '../upgrade-result.js';
import type { UpgradeView } from './upgrade-view.js';

/** Whether EKS offers a version of each add-on for the target, and whether the present one is among them. */
export function checkAddons({ addons, environment, target }: UpgradeView): UpgradeFinding[] {
  if (addons.length === 0) return [{ check: 'addons', severity: 'ok', message: 'the cluster has no add-ons of EKS' }];
  return addons.map(({ name, offer, pinned, version }) => {
    const of = `add-on ${name} ${version}`;
    if (!offer) return finding('addons', 'unknown', `${of}: EKS doesn't tell here what fits ${target}`);
    if (offer.versions.length === 0)
      return finding('addons', 'blocks', `${of}: EKS has no version of it for ${target}`);
    const standard = offer.standard ?? offer.versions[0];
    if (pinned !== undefined && !offer.versions.includes(pinned)) {
      const message = `add-on ${name}: the file pins ${pinned}, which EKS doesn't offer for ${target}; ${standard} fits`;
      const where = `set cluster.addons.${name}.version in environments/${environment}.yaml`;
      return finding('addons', 'blocks', `${message}: ${where}`);
    }
    if (offer.versions.includes(version))
      return finding('addons', 'ok', `${of} fits ${target}; its standard is ${standard}`);
    return finding(
      'addons',
      'warns',
      `${of} is not offered for ${target}: it goes to ${standard} after the control plane`,
    );
  });
}

/** Whether charts that are installed say that they work with the target. */
export function checkControllers({ releases: all, target }: UpgradeView): UpgradeFinding[] {
  const releases = all.filter(({ unreadable }) => unreadable === undefined);
  const judged = releases.flatMap(({ chart, chartVersion, kubeVersion, name, namespace }) => {
    if (!kubeVersion) return [];
    const fits = meets(target, kubeVersion);
    const of = `${namespace}/${name} (${chart} ${chartVersion})`;
    if (fits === undefined)
      return [finding('controllers', 'unknown', `${of}: its constraint '${kubeVersion}' can't be read`)];
    return fits ? [] : [finding('controllers', 'blocks', `${of} is made for Kubernetes ${kubeVersion}, not ${target}`)];
  });
  if (judged.length > 0) return judged;
  const stated = releases.filter(({ kubeVersion }) => kubeVersion).length;
  const message = `${stated} of ${releases.length} charts state a range of Kubernetes, and ${target} is in all of them`;
  return [finding('controllers', 'ok', message)];
}

/** What EKS itself found. */
export function checkInsights({ insights, target }: UpgradeView): UpgradeFinding[] {
  if (insights === undefined)
    return [finding('insights', 'unknown', `EKS gives no upgrade insights for ${target} here`)];
  const bad = insights.filter(({ status }) => status !== 'PASSING');
  if (bad.length === 0) return [finding('insights', 'ok', `all ${insights.length} upgrade insights of EKS pass`)];
  return bad.map(({ name, reason, status }) => {
    const severity = status === 'ERROR' ? 'blocks' : status === 'WARNING' ? 'warns' : 'unknown';
    return finding('insights', severity, `${name}: ${reason ?? status}`);
  });
}

function finding(
  check: UpgradeFinding['check'],
  severity: UpgradeFinding['severity'],
  message: string,
): UpgradeFinding {
  return { check, severity, message };
}
