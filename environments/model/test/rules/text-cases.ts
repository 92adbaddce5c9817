import type { Changes, RuleCases } from './rule-cases.js';

const labelled = (labels: Changes, taints: readonly Changes[] = []): Changes => ({
  cluster: { nodeGroups: { general: { labels, taints } } },
});

const LABELS = 'cluster.nodeGroups.general.labels';
const TAINTS = 'cluster.nodeGroups.general.taints';

const notOwn = (domain: string) => `labels below ${domain} are not a node's own to set, and it would not join`;

const filtered = (source: Changes): Changes => ({ messaging: { queues: { ingest: { source } } } });

const delivered = (...names: string[]): Changes => ({
  media: { cdn: { domain: { zone: 'movies.example', names } } },
});

const routed = (...hosts: string[]): Changes => ({
  ...delivered('www.movies.example'),
  services: { api: { routes: hosts.map((host) => ({ host })) } },
});

/** A host name below movies.example of so many characters. */
const hostOf = (length: number) => {
  const label = 'a'.repeat(50);
  const rest = `${'b'.repeat(length)}`.slice(0, length - '.movies.example'.length);
  return `${rest.replace(/b{51}/g, `${label}.`)}.movies.example`;
};

const blocked = (...blockCountries: string[]): Changes => ({ media: { cdn: { blockCountries } } });

/** Cases of the rules about texts that others read: labels, filters, host names, countries, lists. */
export const TEXT_CASES: Readonly<Record<string, RuleCases>> = {
  'node-labels': {
    accepts: [
      {},
      labelled({ workload: 'batch', 'movies.example/pool': 'GPU_1.b', 'node.kubernetes.io/pool': 'x' }),
      labelled({}, [
        { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
        { key: 'a', value: 'b', effect: 'NoExecute' },
      ]),
    ],
    refuses: [
      ...[
        ['node-role.kubernetes.io/worker', 'kubernetes.io'],
        ['kubernetes.io/role', 'kubernetes.io'],
        ['k8s.io/cluster', 'k8s.io'],
        ['eks.amazonaws.com/nodegroup', 'eks.amazonaws.com'],
        ['topology.kubernetes.io/zone', 'kubernetes.io'],
      ].map(([key = '', domain = '']) => [labelled({ [key]: 'x' }), [`${LABELS}["${key}"]`, notOwn(domain)]] as const),
      ...['a b', '-a', 'a/b/c', '/a', 'A_.', 'Movies.Example/a'].map(
        (key) =>
          [
            labelled({ [key]: 'x' }),
            [/^[\w-]+$/.test(key) ? `${LABELS}.${key}` : `${LABELS}["${key}"]`, `'${key}' is no key of Kubernetes`],
          ] as const,
      ),
      [labelled({ a: 'b c' }), [`${LABELS}.a`, "'b c' is no value of a label"]],
      [labelled({ a: '' }), [`${LABELS}.a`, 'EKS takes no label without a value']],
      [labelled({ a: 'x'.repeat(64) }), [`${LABELS}.a`, 'the value has 64 characters; EKS allows 63']],
      [
        labelled({ ['x'.repeat(64)]: 'a' }),
        [`${LABELS}.${'x'.repeat(64)}`, 'the key has 64 characters; EKS allows 63'],
      ],
      [
        labelled({}, [{ key: 'a b', value: 'c/d', effect: 'NoSchedule' }]),
        [`${TAINTS}.0.key`, "'a b' is no key of Kubernetes"],
        [`${TAINTS}.0.value`, "'c/d' is no value of a label"],
      ],
    ],
  },
  'event-filters': {
    accepts: [{}, filtered({ prefix: 'a/b ü/', suffix: '.csv' }), filtered({ prefix: '', suffix: '' })],
    refuses: [
      [
        filtered({ prefix: '/providers/' }),
        ['messaging.queues.ingest.source.prefix', "'/providers/': keys of S3 begin without a /"],
      ],
      [filtered({ prefix: '/' }), ['messaging.queues.ingest.source.prefix', "'/': keys of S3 begin without a /"]],
      [
        filtered({ suffix: '*.csv' }),
        ['messaging.queues.ingest.source.suffix', "'*.csv': S3 knows no wildcards, and no key ends with these letters"],
      ],
      [
        filtered({ prefix: 'providers/*/in/' }),
        [
          'messaging.queues.ingest.source.prefix',
          "'providers/*/in/': S3 knows no wildcards, and no key begins with these letters",
        ],
      ],
      [
        filtered({ suffix: '.jp?g' }),
        ['messaging.queues.ingest.source.suffix', "'.jp?g': S3 knows no wildcards, and no key ends with these letters"],
      ],
      [
        filtered({ prefix: 'ü'.repeat(513) }),
        ['messaging.queues.ingest.source.prefix', 'has 1026 bytes; keys of S3 have 1024 at most'],
      ],
    ],
  },
  'certificate-names': {
    accepts: [
      {},
      delivered(hostOf(64)),
      delivered('movies.example', hostOf(71)),
      routed(hostOf(71), 'api.movies.example'),
      { services: { api: { kind: 'worker', routes: [{ host: hostOf(71) }] } } },
    ],
    refuses: [
      [
        delivered(hostOf(65)),
        [
          'media.cdn.domain.names.0',
          `'${hostOf(65).slice(0, 60)}…' has 65 characters, and the first name of a certificate 64 at most`,
        ],
      ],
      [
        routed(hostOf(71)),
        [
          'services.api.routes.0.host',
          `'${hostOf(71).slice(0, 60)}…' has 71 characters, and the first name of a certificate 64 at most`,
        ],
      ],
      [
        routed(hostOf(71), hostOf(72)),
        [
          'services.api.routes.0.host',
          `'${hostOf(71).slice(0, 60)}…' has 71 characters, and the first name of a certificate 64 at most`,
        ],
      ],
      [
        routed('api.movies.example', hostOf(254)),
        ['services.api.routes.1.host', `'${hostOf(254).slice(0, 60)}…' has 254 characters; DNS allows 253`],
      ],
    ],
  },
  'block-countries': {
    accepts: [{}, blocked('DE', 'GB', 'XK', 'AX')],
    refuses: ['UK', 'EU', 'XX', 'EL'].map((code) => [
      blocked('DE', code),
      ['media.cdn.blockCountries.1', `no country has the code '${code}'`],
    ]),
  },
  'list-duplicates': {
    accepts: [
      {},
      { services: { api: { command: ['a', '-v', '-v'], args: ['x', 'x'], migration: { command: ['m', 'm'] } } } },
      labelled({}, [
        { key: 'a', effect: 'NoSchedule' },
        { key: 'a', effect: 'NoExecute' },
      ]),
      { cluster: { controllers: { 'external-secrets': { values: { extraArgs: ['a', 'a'] } } } } },
    ],
    refuses: [
      [
        { alerting: { emails: ['a@example.com', 'b@example.com', 'a@example.com'] } },
        ['alerting.emails.2', "'a@example.com' is in the list twice"],
      ],
      [
        { messaging: { topics: { news: { emails: ['a@example.com', 'a@example.com'] } } } },
        ['messaging.topics.news.emails.1', "'a@example.com' is in the list twice"],
      ],
      [{ registry: { repositories: ['a', 'a'] } }, ['registry.repositories.1', "'a' is in the list twice"]],
      [
        { registry: { pullAccounts: ['123456789012', '123456789012'] } },
        ['registry.pullAccounts.1', "'123456789012' is in the list twice"],
      ],
      [
        { cluster: { nodeGroups: { general: { instanceTypes: ['m7g.large', 'm7g.large'] } } } },
        ['cluster.nodeGroups.general.instanceTypes.1', "'m7g.large' is in the list twice"],
      ],
      [
        labelled({}, [
          { key: 'a', value: '1', effect: 'NoSchedule' },
          { key: 'a', value: '2', effect: 'NoSchedule' },
        ]),
        [`${TAINTS}.1`, 'a NoSchedule is in the list twice'],
      ],
      [
        { network: { interfaceEndpoints: ['logs', 'logs'] } },
        ['network.interfaceEndpoints.1', "'logs' is in the list twice"],
      ],
      [
        { foundation: { github: { repository: 'a/b', deployBranches: ['main', 'main'] } } },
        ['foundation.github.deployBranches.1', "'main' is in the list twice"],
      ],
      [blocked('DE', 'DE'), ['media.cdn.blockCountries.1', "'DE' is in the list twice"]],
    ],
  },
};
