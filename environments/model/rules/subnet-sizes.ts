import type { Rule, RuleProblem } from './rule.js';

/** AWS keeps five addresses of each. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const KEPT = 5;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer */
const LONGEST_FOR_BALANCERS = 27;

/**
 * Of the addresses, EKS itself asks for 16 in a subnet, and one node of the size `large` takes up to 30 for its pods.
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html
 */
const LONGEST_FOR_PODS = 26;

/** Subnets have enough addresses for what stands in them: nodes and pods, load balancers. */
export const subnetSizes: Rule = ({ cluster, network, services }) => {
  const { public: open, private: inner } = network.subnets;
  const routed = Object.values(services).filter(({ kind, routes }) => kind === 'web' && routes.length > 0);
  const outside = routed.some(({ exposure }) => exposure === 'public');
  return [
    ...(cluster && inner > LONGEST_FOR_PODS
      ? [problem('private', inner, 'EKS takes 16, and pods have one each', LONGEST_FOR_PODS, [['cluster']])]
      : []),
    ...(outside && open > LONGEST_FOR_BALANCERS
      ? [problem('public', open, 'a load balancer needs a larger one', LONGEST_FOR_BALANCERS, [['services']])]
      : []),
  ];
};

function problem(
  subnet: string,
  prefix: number,
  why: string,
  longest: number,
  related: RuleProblem['related'],
): RuleProblem {
  const message = `a /${prefix} has ${2 ** (32 - prefix) - KEPT} addresses: ${why}`;
  return { path: ['network', 'subnets', subnet], message, hint: `write /${longest} or shorter: ${longest}`, related };
}
