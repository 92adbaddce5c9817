import type { Changes, RuleCases } from './rule-cases.js';

const endpoints = ['ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'logs', 'sts'];

const routedFrom = (exposure: string) => ({
  services: { api: { exposure, routes: [{ host: 'api.movies.example' }] } },
});

/** Cases of the rules about places and networks. */
export const NETWORK_CASES: Readonly<Record<string, RuleCases>> = {
  'region-exists': {
    accepts: [{}, { backup: { copyTo: 'us-east-1' } }, { registry: { replicateTo: ['ap-northeast-1'] } }],
    refuses: [
      [{ aws: { region: 'eu-central-9' } }, ['aws.region', "AWS has no region 'eu-central-9'"]],
      [{ backup: { copyTo: 'moon-1' } }, ['backup.copyTo', "AWS has no region 'moon-1'"]],
      [{ registry: { replicateTo: ['eu-west-1', 'x'] } }, ['registry.replicateTo.1', "AWS has no region 'x'"]],
    ],
  },
  'copies-leave-home': {
    accepts: [{}, { backup: { copyTo: 'eu-west-1' }, registry: { replicateTo: ['eu-west-1', 'eu-west-2'] } }],
    refuses: [
      [{ backup: { copyTo: 'eu-central-1' } }, ['backup.copyTo', "is the environment's own region 'eu-central-1'"]],
      [
        { registry: { replicateTo: ['eu-central-1', 'eu-west-1', 'eu-west-1'] } },
        ['registry.replicateTo.0', "is the environment's own region 'eu-central-1'"],
        ['registry.replicateTo.2', "'eu-west-1' is in the list twice"],
      ],
    ],
  },
  'zones-exist': {
    accepts: [
      { network: { zones: 2 } },
      { network: { zones: ['eu-central-1a', 'eu-central-1c'] } },
      { aws: { region: 'us-west-1' }, network: { zones: 2 } },
      // The region is reported already.
      { aws: { region: 'nowhere-1' }, network: { zones: ['nowhere-1a', 'nowhere-1b'] } },
    ],
    refuses: [
      [
        { aws: { region: 'us-west-1' }, network: { zones: 3 } },
        ['network.zones', 'us-west-1 has 2 zones for an account, not 3'],
      ],
      [
        { network: { zones: ['eu-central-1a', 'eu-central-1d'] } },
        ['network.zones.1', "there is no zone 'eu-central-1d' in eu-central-1"],
      ],
      [
        { network: { zones: ['eu-central-1a', 'eu-central-1a'] } },
        ['network.zones.1', "'eu-central-1a' is in the list twice"],
      ],
    ],
  },
  'network-cidr': {
    accepts: ['10.0.0.0/16', '172.31.0.0/20', '192.168.128.0/24', '100.64.0.0/16'].map((cidr) => ({
      network: { cidr },
    })),
    refuses: [
      [{ network: { cidr: '10.0.0.0/15' } }, ['network.cidr', 'must be /16 to /24; /15 has 131072 addresses']],
      [{ network: { cidr: '10.0.0.0/25' } }, ['network.cidr', 'must be /16 to /24; /25 has 128 addresses']],
      ...['172.17.0.0/16', '172.17.128.0/20', '172.17.0.0/24'].map(
        (cidr) =>
          [
            { network: { cidr } },
            [
              'network.cidr',
              `${cidr} overlaps with 172.17.0.0/16, which is taken by the bridge of Docker, on nodes and in Cloud9 and SageMaker`,
            ],
          ] as const,
      ),
      [{ network: { cidr: '172.32.0.0/16' } }, ['network.cidr', '172.32.0.0/16 is not a private range']],
      [
        { network: { cidr: '10.0.1.0/16' } },
        ['network.cidr', "'10.0.1.0/16' has bits set behind its prefix; the network is 10.0.0.0/16"],
      ],
      [
        { network: { cidr: '10.0.0.256/16' } },
        ['network.cidr', "'10.0.0.256/16' is not an IPv4 network such as 10.20.0.0/16"],
      ],
    ],
  },
  'subnets-fit': {
    accepts: [{}, { network: { cidr: '10.0.0.0/24', zones: 2, subnets: { public: 28, private: 26, data: 28 } } }],
    refuses: [
      [
        { network: { cidr: '10.0.0.0/20' } },
        [
          'network.subnets',
          '3 zones with /24 public, /19 private and /24 data subnets need 26112 addresses; 10.0.0.0/20 has 4096',
        ],
      ],
    ],
  },
  'subnet-sizes': {
    accepts: [
      {},
      { network: { subnets: { private: 26, public: 28, data: 28 } } },
      { network: { subnets: { private: 28, public: 28 } }, cluster: undefined },
      { network: { subnets: { public: 28 } }, ...routedFrom('internal') },
      { network: { subnets: { public: 27 } }, ...routedFrom('public') },
    ],
    refuses: [
      [
        { network: { subnets: { private: 28 } } },
        ['network.subnets.private', 'a /28 has 11 addresses: EKS takes 16, and pods have one each'],
      ],
      [
        { network: { subnets: { private: 27 } } },
        ['network.subnets.private', 'a /27 has 27 addresses: EKS takes 16, and pods have one each'],
      ],
      [
        { network: { subnets: { public: 28 } }, ...routedFrom('public') },
        ['network.subnets.public', 'a /28 has 11 addresses: a load balancer needs a larger one'],
      ],
    ],
  },
  'way-out': {
    accepts: [
      {},
      { network: { natGateways: 'none', interfaceEndpoints: endpoints } },
      { network: { natGateways: 'none' }, cluster: undefined },
    ],
    refuses: [
      [
        { network: { natGateways: 'none', interfaceEndpoints: endpoints.slice(1), gatewayEndpoints: [] } },
        ['network.interfaceEndpoints', 'without NAT gateways, nodes also need the endpoints ec2'],
        [
          'network.gatewayEndpoints',
          'without NAT gateways, nodes also need the endpoint s3, which holds the layers of images',
        ],
      ],
    ],
  },
  'cluster-endpoint': {
    accepts: [
      {},
      { cluster: undefined },
      { cluster: { endpoint: { public: true, publicCidrs: ['198.51.100.0/24'] } } },
      { cluster: { endpoint: { public: true, publicCidrs: ['11.0.0.0/8', '198.51.100.0/24'] } } },
    ],
    refuses: [
      [
        { cluster: { endpoint: { public: true } } },
        ['cluster.endpoint.publicCidrs', 'a public endpoint needs the networks that may reach it'],
      ],
      [
        { cluster: { endpoint: { publicCidrs: ['198.51.100.0/24'] } } },
        ['cluster.endpoint.publicCidrs', 'has no effect: the endpoint is not public'],
      ],
      [
        { cluster: { endpoint: { public: true, publicCidrs: ['0.0.0.0/0'] } } },
        ['cluster.endpoint.publicCidrs.0', '0.0.0.0/0 opens the API server to everybody'],
      ],
      ...[
        ['0.0.0.0/1', '128.0.0.0/1'],
        ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2'],
      ].map((publicCidrs): readonly [Changes, readonly [string, string]] => [
        { cluster: { endpoint: { public: true, publicCidrs } } },
        ['cluster.endpoint.publicCidrs', 'the networks together open the API server to 100% of all addresses'],
      ]),
      [
        { cluster: { endpoint: { public: true, publicCidrs: ['198.51.100.0/25', '198.51.100.0/24'] } } },
        ['cluster.endpoint.publicCidrs.0', '198.51.100.0/25 lies within 198.51.100.0/24, which is in the list'],
      ],
      [
        { cluster: { endpoint: { public: true, publicCidrs: ['198.51.100.0/24', '198.51.100.0/24'] } } },
        ['cluster.endpoint.publicCidrs.1', '198.51.100.0/24 lies within 198.51.100.0/24, which is in the list'],
      ],
      [
        { cluster: { endpoint: { public: true, publicCidrs: ['198.51.100.1/24'] } } },
        [
          'cluster.endpoint.publicCidrs.0',
          "'198.51.100.1/24' has bits set behind its prefix; the network is 198.51.100.0/24",
        ],
      ],
    ],
  },
};
