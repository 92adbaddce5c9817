import { describe, expect, it } from '@jest/globals';
import { Cidr } from '../../modules/values/cidr.js';
import { fullEnvironment } from './fixtures/full-environment.js';
import { type Block, type SynthesizedStack, synthesize } from './fixtures/synthesized-stack.js';

function networkWith(changes: Record<string, unknown> = {}): SynthesizedStack {
  const environment = fullEnvironment({ network: { cidr: '10.20.0.0/16', ...changes } });
  return synthesize(environment).network as SynthesizedStack;
}

const network = networkWith();

/** A network in front of two routed services, by where their load balancers stand. */
function routedWith(ports: Record<'public' | 'internal', number>): SynthesizedStack {
  const services = Object.fromEntries(
    Object.entries(ports).map(([exposure, port]) => [
      exposure,
      { exposure, port, routes: [{ host: `${exposure}.example.com` }] },
    ]),
  );
  const environment = fullEnvironment({ network: { cidr: '10.20.0.0/16' }, services });
  return synthesize(environment).network as SynthesizedStack;
}

function subnets(stack: SynthesizedStack, tier: string): Block[] {
  return stack.all('aws_subnet').filter(({ tags }) => tags['backlot:tier'] === tier);
}

/** Route tables of a tier, by the Terraform names that its associations hold. */
function routesOf(stack: SynthesizedStack, tier: string): Block[] {
  const tables = new Set(
    Object.entries(stack.named('aws_route_table_association'))
      .filter(([name]) => name.startsWith(`${tier}_`))
      .map(([, { route_table_id }]) => route_table_id),
  );
  return stack.all('aws_route').filter(({ route_table_id }) => tables.has(route_table_id));
}

describe('network stack', () => {
  it('puts a public, a private and a data subnet into each of three zones', () => {
    for (const tier of ['public', 'private', 'data']) {
      expect(subnets(network, tier).map(({ availability_zone }) => availability_zone)).toEqual([
        'eu-central-1a',
        'eu-central-1b',
        'eu-central-1c',
      ]);
    }
  });

  it('divides the network without overlaps, with the declared sizes', () => {
    const cidrs = network.all('aws_subnet').map(({ cidr_block }) => Cidr.parse(cidr_block));
    for (const [index, cidr] of cidrs.entries()) {
      for (const other of cidrs.slice(index + 1)) expect(cidr.overlaps(other)).toBe(false);
      expect(Cidr.parse('10.20.0.0/16').contains(cidr)).toBe(true);
    }
    expect(subnets(network, 'private').map(({ cidr_block }) => cidr_block.split('/')[1])).toEqual(['19', '19', '19']);
  });

  it('tells Kubernetes where load balancers go', () => {
    for (const { tags } of subnets(network, 'public')) expect(tags['kubernetes.io/role/elb']).toBe('1');
    for (const { tags } of subnets(network, 'private')) expect(tags['kubernetes.io/role/internal-elb']).toBe('1');
  });

  it('gives no subnet public addresses by itself', () => {
    for (const { map_public_ip_on_launch } of network.all('aws_subnet')) expect(map_public_ip_on_launch).toBe(false);
  });

  it('leads out of private subnets by the gateway of their zone, out of data subnets nowhere', () => {
    expect(network.all('aws_nat_gateway')).toHaveLength(3);
    expect(new Set(routesOf(network, 'private').map(({ nat_gateway_id }) => nat_gateway_id)).size).toBe(3);
    expect(routesOf(network, 'public')).toHaveLength(1);
    expect(routesOf(network, 'data')).toEqual([]);
  });

  it('keeps data subnets inside the network by an ACL, too', () => {
    const acl = network.one('aws_network_acl');
    expect(acl.subnet_ids).toHaveLength(3);
    for (const [rule] of [acl.ingress, acl.egress]) expect(rule.cidr_block).toBe('10.20.0.0/16');
  });

  it('shares one gateway where one is enough', () => {
    const single = networkWith({ natGateways: 'single' });
    expect(single.all('aws_nat_gateway')).toHaveLength(1);
    expect(single.all('aws_eip')).toHaveLength(1);
    expect(routesOf(single, 'private')).toHaveLength(3);
  });

  it('has no way out of private subnets where none is wanted', () => {
    const closed = networkWith({ natGateways: 'none' });
    expect(closed.all('aws_nat_gateway')).toEqual([]);
    expect(routesOf(closed, 'private')).toEqual([]);
    expect(closed.json.output).not.toHaveProperty('nat_public_addresses');
  });

  it('locks the default security group', () => {
    expect(network.one('aws_default_security_group')).toMatchObject({ ingress: [], egress: [] });
  });

  it('opens endpoints to the network by TLS, and to nobody else', () => {
    const rules = Object.entries(network.named('aws_vpc_security_group_ingress_rule'));
    const rule = rules.find(([name]) => name.startsWith('endpoint-access'))?.[1];
    expect(rule).toMatchObject({ cidr_ipv4: '10.20.0.0/16', from_port: 443, to_port: 443 });
    expect(rules.map(([, { cidr_ipv4 }]) => cidr_ipv4)).not.toContain('0.0.0.0/0');
  });

  it('has the declared endpoints', () => {
    const services = (stack: SynthesizedStack, type: string) =>
      stack
        .all('aws_vpc_endpoint')
        .filter(({ vpc_endpoint_type }) => vpc_endpoint_type === type)
        .map(({ service_name }) => service_name.replace('com.amazonaws.eu-central-1.', ''));
    expect(services(network, 'Gateway')).toEqual(['dynamodb', 's3']);
    expect(services(network, 'Interface')).toContain('secretsmanager');
    const few = networkWith({ gatewayEndpoints: ['s3'], interfaceEndpoints: [] });
    expect([services(few, 'Gateway'), services(few, 'Interface')]).toEqual([['s3'], []]);
  });

  it('records connections under the key of logs, unless told not to', () => {
    expect(network.one('aws_flow_log').traffic_type).toBe('ALL');
    expect(network.one('aws_cloudwatch_log_group').kms_key_id).toMatch(/aws_kms_keylogs-keyarn/);
    expect(networkWith({ flowLogs: { enabled: false } }).all('aws_flow_log')).toEqual([]);
  });

  it('stands in the zones that are named', () => {
    const named = networkWith({ zones: ['eu-central-1b', 'eu-central-1c'] });
    expect(subnets(named, 'data').map(({ availability_zone }) => availability_zone)).toEqual([
      'eu-central-1b',
      'eu-central-1c',
    ]);
  });

  it('lets clients reach load balancers by HTTP and HTTPS, and load balancers the ports of pods alone', () => {
    const routed = routedWith({ public: 8000, internal: 9000 });
    const rules = (type: string, name: string) =>
      Object.entries(routed.named(`aws_vpc_security_group_${type}_rule`))
        .filter(([key]) => key.startsWith(name))
        .map(([, { cidr_ipv4, from_port }]) => [cidr_ipv4, from_port]);
    expect(rules('ingress', 'public-load-balancers')).toEqual([
      ['0.0.0.0/0', 80],
      ['0.0.0.0/0', 443],
    ]);
    expect(rules('ingress', 'internal-load-balancers')).toEqual([
      ['10.20.0.0/16', 80],
      ['10.20.0.0/16', 443],
    ]);
    expect(rules('egress', 'public-load-balancers')).toEqual([['10.20.0.0/16', 8000]]);
    const workloads = Object.entries(routed.named('aws_vpc_security_group_ingress_rule')).filter(
      ([key, { referenced_security_group_id }]) =>
        key.startsWith('workloads') && /balancers/.test(referenced_security_group_id),
    );
    expect(workloads.map(([, { from_port, to_port }]) => [from_port, to_port]).sort()).toEqual([
      [8000, 8000],
      [9000, 9000],
    ]);
  });

  it('makes no group of load balancers without routes', () => {
    expect(JSON.stringify(network.json)).not.toContain('load-balancers');
    expect(Object.keys(network.json.output)).not.toContainEqual(expect.stringContaining('load_balancer'));
  });

  it('says the addresses of each tier, for policies that name them', () => {
    expect(network.json.output.data_subnet_cidrs.value).toEqual(
      subnets(network, 'data').map(({ cidr_block }) => cidr_block),
    );
    expect(network.json.output.public_subnet_cidrs.value).toHaveLength(3);
  });

  it('says what other tools want to know', () => {
    expect(Object.keys(network.json.output)).toEqual(
      expect.arrayContaining(['vpc_id', 'private_subnet_ids', 'data_subnet_ids', 'nat_public_addresses']),
    );
  });
});
