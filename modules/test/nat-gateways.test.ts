import { Route } from '@cdktn/provider-aws/lib/route/index.js';
import { describe, expect, it } from '@jest/globals';
import { NatGateways } from '../nat-gateways.js';
import { reference, SynthesizedModule } from './fixtures/synthesized-module.js';

function synthesize(zones: string[]): SynthesizedModule {
  return new SynthesizedModule((scope) => {
    const internetRoute = new Route(scope, 'internet', { routeTableId: 'public' });
    const publicSubnetIds = ['public-a', 'public-b'];
    new NatGateways(scope, 'nat', { name: 'x', zones, publicSubnetIds, routeTableIds: ['a', 'b'], internetRoute });
  });
}

describe('NAT gateways', () => {
  it('stand in public subnets with fixed addresses, after the way to the internet', () => {
    const stack = synthesize(['z-a', 'z-b']);
    expect(stack.all('aws_nat_gateway').map(({ subnet_id }) => subnet_id)).toEqual(['public-a', 'public-b']);
    expect(stack.all('aws_eip')).toMatchObject([{ domain: 'vpc' }, { domain: 'vpc' }]);
    for (const gateway of stack.all('aws_nat_gateway')) expect(gateway.depends_on).toEqual(['aws_route.internet']);
  });

  it('each serve their own zone', () => {
    const routes = synthesize(['z-a', 'z-b']).all('aws_route').slice(1);
    expect(routes.map(({ route_table_id }) => route_table_id)).toEqual(['a', 'b']);
    expect(new Set(routes.map(({ nat_gateway_id }) => nat_gateway_id)).size).toBe(2);
  });

  it('serve every zone when there is one', () => {
    const stack = synthesize(['z-a']);
    expect(stack.all('aws_nat_gateway')).toHaveLength(1);
    const routes = stack.all('aws_route').slice(1);
    expect(routes.map(({ destination_cidr_block }) => destination_cidr_block)).toEqual(['0.0.0.0/0', '0.0.0.0/0']);
    const gateways = new Set(routes.map(({ nat_gateway_id }) => nat_gateway_id));
    expect([...gateways]).toEqual([expect.stringContaining(reference('aws_nat_gateway').slice(0, -1))]);
  });
});
