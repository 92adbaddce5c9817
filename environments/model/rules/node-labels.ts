import { quote } from '../document/quote.js';
import type { Rule, RuleProblem } from './rule.js';

/** EKS takes no longer keys and values of labels and taints: `labelKey` and `labelValue` of its API. */
const LONGEST = 63;

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Prefixes whose labels only Kubernetes, EKS and the autoscaler set. */
const RESERVED = ['kubernetes.io', 'k8s.io', 'eks.amazonaws.com', 'karpenter.sh', 'karpenter.k8s.aws'];

/** Below these, a kubelet may set labels itself. */
const OPEN = ['node.kubernetes.io', 'kubelet.kubernetes.io'];

/**
 * Labels and taints of nodes have the form that Kubernetes gives them, and none that a kubelet may not set of itself.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set,
 * https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction,
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
 */
export const nodeLabels: Rule = ({ cluster }) =>
  Object.entries(cluster?.nodeGroups ?? {}).flatMap(([name, { labels, taints }]) => {
    const group = ['cluster', 'nodeGroups', name];
    return [
      ...Object.entries(labels).flatMap(([key, value]) =>
        [...keyProblem(key), ...reservedProblem(key), ...(value === '' ? [EMPTY] : valueProblem(value))].map(
          (problem) => ({ ...problem, path: [...group, 'labels', key] }),
        ),
      ),
      ...taints.flatMap(({ key, value }, index) => [
        ...keyProblem(key).map((problem) => ({ ...problem, path: [...group, 'taints', index, 'key'] })),
        ...valueProblem(value).map((problem) => ({ ...problem, path: [...group, 'taints', index, 'value'] })),
      ]),
    ];
  });

type Problem = Omit<RuleProblem, 'path'>;

const EMPTY: Problem = { message: 'EKS takes no label without a value', hint: 'such as "true"' };

function keyProblem(key: string): Problem[] {
  const parts = key.split('/');
  const [prefix, name] = parts.length > 1 ? parts : [undefined, key];
  if (key.length > LONGEST) return [{ message: `the key has ${key.length} characters; EKS allows ${LONGEST}` }];
  if (parts.length > 2 || !NAME.test(name ?? '') || (prefix !== undefined && !PREFIX.test(prefix))) {
    const hint = 'letters, digits, - _ and . between letters or digits; before a / the name of a domain';
    return [{ message: `${quote(key)} is no key of Kubernetes`, hint }];
  }
  return [];
}

function reservedProblem(key: string): Problem[] {
  const prefix = key.includes('/') ? (key.split('/')[0] ?? '') : '';
  const within = (domains: readonly string[]) =>
    domains.find((domain) => prefix === domain || prefix.endsWith(`.${domain}`));
  const reserved = within(RESERVED);
  if (!reserved || within(OPEN)) return [];
  const hint = `take a prefix of your own, or none: ${key.split('/')[1]}`;
  return [{ message: `labels below ${reserved} are not a node's own to set, and it would not join`, hint }];
}

function valueProblem(value: string): Problem[] {
  if (value === '') return [];
  if (value.length > LONGEST) return [{ message: `the value has ${value.length} characters; EKS allows ${LONGEST}` }];
  if (NAME.test(value)) return [];
  const hint = 'letters, digits, - _ and . between letters or digits';
  return [{ message: `${quote(value)} is no value of a label`, hint }];
}
