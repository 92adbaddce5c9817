import type { Environment } from '../../../environments/model/index.js';
import type { StackOutputs } from '../../kernel/stack-outputs.js';
import { stackOutput } from '../../session/outputs/stack-output.js';
import type { IngressValues } from './service-values-shape.js';

/** The load balancer of a service and the addresses that it comes from. */
export interface EntranceValues {
  readonly ingress: IngressValues;
  readonly loadBalancerCidrs: readonly string[];
}

/**
 * The load balancer in front of a web service with routes. Services of the same exposure share one.
 *
 * @throws BacklotError `OutputMissing`.
 */
export function entranceValues(environment: Environment, service: string, outputs: StackOutputs): EntranceValues {
  const { kind, routes, exposure } = environment.services[service] ?? {};
  if (kind !== 'web' || !routes?.length || !exposure) return { ingress: { enabled: false }, loadBalancerCidrs: [] };
  const network = stackOutput(environment, outputs, 'network');
  const media = stackOutput(environment, outputs, 'media');
  const tier = exposure === 'public' ? 'public' : 'private';
  return {
    ingress: {
      enabled: true,
      scheme: exposure === 'public' ? 'internet-facing' : 'internal',
      certificateArn: media.text('load_balancer_certificate_arn'),
      group: `${environment.platform}-${environment.id}-${exposure}`,
      webAclArn: exposure === 'public' ? media.text('load_balancer_web_acl_arn') : '',
      subnets: network.texts(`${tier}_subnet_ids`),
      securityGroups: [network.text(`${exposure}_load_balancer_security_group_id`)],
    },
    loadBalancerCidrs: network.texts(`${tier}_subnet_cidrs`),
  };
}
