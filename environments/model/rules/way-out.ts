import type { Rule } from './rule.js';

/** What nodes must reach to join a cluster and to pull images. https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html */
const NEEDED = ['ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'logs', 'sts'];

/** Nodes reach what they need: through a NAT gateway, or through endpoints. */
export const wayOut: Rule = ({ network, cluster }) => {
  if (network.natGateways !== 'none' || !cluster) return [];
  const related = [['network', 'natGateways'], ['cluster']];
  const missing = NEEDED.filter((service) => !network.interfaceEndpoints.includes(service));
  return [
    ...(missing.length > 0
      ? [
          {
            path: ['network', 'interfaceEndpoints'],
            message: `without NAT gateways, nodes also need the endpoints ${missing.join(', ')}`,
            hint: 'add them, or set natGateways to single or per-zone',
            related,
          },
        ]
      : []),
    ...(network.gatewayEndpoints.includes('s3')
      ? []
      : [
          {
            path: ['network', 'gatewayEndpoints'],
            message: 'without NAT gateways, nodes also need the endpoint s3, which holds the layers of images',
            related,
          },
        ]),
  ];
};
