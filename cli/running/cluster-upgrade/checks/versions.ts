import { next, stepsBetween } from '../minor-version.js';
import type { UpgradeFinding } from '../upgrade-result.js';
import type { UpgradeView } from './upgrade-view.js';

/** One minor version at a time, forwards, to one that EKS offers. */
export function checkVersion({ environment, live, offered, target }: UpgradeView): UpgradeFinding[] {
  const ahead = stepsBetween(live, target);
  if (ahead < 0) {
    return [finding('blocks', `${target} is older than ${live}, which runs: an upgrade only goes forwards`)];
  }
  if (ahead > 1) {
    const message = `${target} is ${ahead} minor versions ahead of ${live}: EKS takes one at a time, ${next(live)} first`;
    return [{ ...finding('blocks', message), actions: [`backlot cluster upgrade ${environment} --to ${next(live)}`] }];
  }
  if (offered === undefined) return [finding('unknown', `EKS doesn't tell here which versions it offers`)];
  if (!offered.includes(target)) {
    return [finding('blocks', `EKS doesn't offer ${target}; it offers ${[...offered].sort().join(', ')}`)];
  }
  return [finding('ok', `EKS offers ${target}, ${ahead === 0 ? 'which runs' : `one minor version ahead of ${live}`}`)];
}

/** Minor versions that a kubelet may be behind its API server. https://kubernetes.io/releases/version-skew-policy/#kubelet */
const KUBELET_BEHIND = 3;

/** Nodes may be behind the API server by three minor versions, and never ahead. */
export function checkSkew({ nodes, target }: UpgradeView): UpgradeFinding[] {
  const versions = nodes.map(({ metadata, status }) => ({
    name: metadata.name,
    version: status?.nodeInfo?.kubeletVersion ?? '',
  }));
  const known = versions.filter(({ version }) => /^v?\d+\.\d+/.test(version));
  const behind = known.filter(({ version }) => stepsBetween(version, target) > KUBELET_BEHIND);
  const ahead = known.filter(({ version }) => stepsBetween(version, target) < 0);
  const objects = (list: typeof known) => list.map(({ name, version }) => `Node ${name} (${version})`);
  if (behind.length > 0) {
    const message = `${behind.length} nodes would be more than ${KUBELET_BEHIND} minor versions behind ${target}: bring them up first`;
    return [{ check: 'skew', severity: 'blocks', message, objects: objects(behind) }];
  }
  if (ahead.length > 0) {
    const message = `${ahead.length} nodes would be newer than an API server of ${target}`;
    return [{ check: 'skew', severity: 'blocks', message, objects: objects(ahead) }];
  }
  const seen = [...new Set(known.map(({ version }) => version))].sort().join(', ') || 'none';
  const message = `${nodes.length} nodes with kubelets of ${seen}: at most ${KUBELET_BEHIND} minor versions behind`;
  return [{ check: 'skew', severity: 'ok', message }];
}

function finding(severity: UpgradeFinding['severity'], message: string): UpgradeFinding {
  return { check: 'version', severity, message };
}
