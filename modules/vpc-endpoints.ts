import { VpcEndpoint } from '@cdktn/provider-aws/lib/vpc-endpoint/index.js';
import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { endpointPolicy } from './endpoint-policy.js';

/** What {@link VpcEndpoints} are made from. */
export interface VpcEndpointsProps {
  /** Start of the names: `<name>-<service>`. */
  readonly name: string;
  readonly location: AwsLocation;
  readonly vpcId: string;
  /** Services with a free gateway endpoint: `s3`, `dynamodb`. */
  readonly gateways: readonly string[];
  /** Route tables that lead to the gateway endpoints. */
  readonly routeTableIds: readonly string[];
  /** Services with an interface endpoint, by the end of the endpoint's name: `ecr.api`. */
  readonly interfaces: readonly string[];
  /** Subnets that the interfaces are in. */
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
}

/** Ways to AWS services that do not leave the network, open to identities of this account only. */
export class VpcEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: VpcEndpointsProps) {
    super(scope, id);
    for (const service of props.gateways) {
      new VpcEndpoint(this, service, {
        ...this.shared(service, props),
        vpcEndpointType: 'Gateway',
        routeTableIds: [...props.routeTableIds],
      });
    }
    for (const service of props.interfaces) {
      // S3 and DynamoDB have both kinds.
      new VpcEndpoint(this, props.gateways.includes(service) ? `${service}-interface` : service, {
        ...this.shared(service, props),
        vpcEndpointType: 'Interface',
        subnetIds: [...props.subnetIds],
        securityGroupIds: [props.securityGroupId],
        privateDnsEnabled: true,
      });
    }
  }

  private shared(service: string, { name, location, vpcId }: VpcEndpointsProps) {
    return {
      vpcId,
      serviceName: `com.amazonaws.${location.region}.${service}`,
      policy: endpointPolicy(service, location),
      tags: { Name: `${name}-${service.replaceAll('.', '-')}` },
    };
  }
}
