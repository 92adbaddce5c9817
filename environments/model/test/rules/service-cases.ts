import type { Changes, RuleCases } from './rule-cases.js';

/** An API with changes, and what else an environment needs for them. */
const api = (changes: Changes, rest: Changes = {}): Changes => ({ ...rest, services: { api: changes } });

const DOMAIN = { media: { cdn: { domain: { zone: 'movies.example', names: ['www.movies.example'] } } } };

/** An API with routes, below a zone. */
const routed = (...hosts: string[]) => api({ routes: hosts.map((host) => ({ host })) }, DOMAIN);

const SLO = ['services.api.slo'] as const;

/** Cases of the rules about what a service is. */
export const SERVICE_CASES: Readonly<Record<string, RuleCases>> = {
  'service-replicas': {
    accepts: [{}, api({ replicas: { min: 3, max: 10 } }), api({ replicas: { min: 1, max: 1 } })],
    refuses: [[api({ replicas: { min: 7 } }), ['services.api.replicas.min', 'min 7 is above max 6']]],
  },
  'service-image': {
    accepts: [
      {},
      api({ image: '1.2.3' }, { registry: {} }),
      api({ image: 'registry.example:5000/team/api:1.2.3' }),
      api({ image: `registry.example/api@sha256:${'0'.repeat(64)}` }),
      api({ image: `latest@sha256:${'0'.repeat(64)}` }, { registry: {} }),
    ],
    refuses: [
      [api({ image: 'latest' }, { registry: {} }), ['services.api.image', "'latest' is another image tomorrow"]],
      [api({ image: 'registry.example/api:latest' }), ['services.api.image', "'latest' is another image tomorrow"]],
      [
        api({ image: '1.2.3' }),
        ['services.api.image', "the tag '1.2.3' has no repository without the section registry"],
      ],
    ],
  },
  'service-names': {
    accepts: [{}, { services: { api: {}, 'api-admin': {}, 'web-canary': {}, 'api-migrate': {} } }],
    refuses: [
      [
        { services: { api: { migration: { command: ['migrate'] } }, 'api-migrate': {} } },
        ['services.api-migrate', "this name is taken by the migrate of service 'api'"],
      ],
      [
        { services: { 'api-canary': {} } },
        ['services.api-canary', "this name is taken by the canary of service 'api'"],
      ],
      [
        { services: { 'api-stable': {} } },
        ['services.api-stable', "this name is taken by the stable of service 'api'"],
      ],
    ],
  },
  'service-routes': {
    accepts: [
      {},
      routed('api.movies.example', 'v2.api.movies.example'),
      {
        ...DOMAIN,
        services: {
          api: { routes: [{ host: 'api.movies.example' }] },
          search: { routes: [{ host: 'api.movies.example', path: '/search' }] },
        },
      },
    ],
    refuses: [
      [
        api({ kind: 'worker', routes: [{ host: 'api.movies.example' }] }, DOMAIN),
        ['services.api.routes', 'a worker answers no requests'],
      ],
      [
        api({ run: 'lambda', routes: [{ host: 'api.movies.example' }] }, DOMAIN),
        ['services.api.routes', 'load balancers lead to Kubernetes, not to lambda'],
      ],
      [routed('api_movies'), ['services.api.routes.0.host', "'api_movies' is no host name"]],
      [
        api({ routes: [{ host: 'api.movies.example' }] }),
        ['services.api.routes.0.host', "there is no zone to prove 'api.movies.example' in for its certificate"],
      ],
      [
        routed('www.movies.example'),
        ['services.api.routes.0.host', "'www.movies.example' is a name of the CDN already"],
      ],
      [
        routed('api.movie.example'),
        ['services.api.routes.0.host', "'api.movie.example' is not below the zone 'movies.example'"],
      ],
      [
        routed('movies.example'),
        ['services.api.routes.0.host', "'movies.example' is not below the zone 'movies.example'"],
      ],
      [
        routed('api.movies.example', 'api.movies.example'),
        ['services.api.routes.1', 'api.movies.example/ is in the list twice'],
      ],
      [
        {
          ...DOMAIN,
          services: {
            api: { routes: [{ host: 'api.movies.example' }] },
            search: { routes: [{ host: 'api.movies.example' }] },
          },
        },
        ['services.search.routes.0', "api.movies.example/ already leads to service 'api'"],
      ],
    ],
  },
  'service-queue': {
    accepts: [{}, api({ kind: 'worker', targets: { queue: { name: 'ingest' } } })],
    refuses: [
      [
        api({ targets: { queue: { name: 'ingest' } } }),
        ['services.api.targets.queue', 'a web service takes no messages'],
      ],
      [
        api({ kind: 'worker', targets: { queue: { name: 'ingets' } } }),
        ['services.api.targets.queue.name', "the service does not consume 'ingets'"],
      ],
      [
        api({ kind: 'worker', targets: { queue: { name: 'ingest' } }, needs: ['ingest:publish'] }),
        ['services.api.targets.queue.name', "the service does not consume 'ingest'"],
      ],
    ],
  },
  'service-metrics': {
    accepts: [
      api({ metrics: { profile: 'fastapi' } }),
      api({ metrics: false, canary: false }),
      api({
        metrics: { profile: 'custom', names: { latency: 'took_ms', unit: 'milliseconds', failures: '5..|timeout' } },
      }),
    ],
    refuses: [
      [
        api({ metrics: { profile: 'custom' } }),
        ['services.api.metrics.profile', 'profile custom says nothing about what the metrics are called'],
      ],
      [
        api({ metrics: { profile: 'spring', names: { latency: 'took_seconds' } } }),
        ['services.api.metrics.names', 'profile spring has names of its own'],
      ],
      [
        api({ metrics: { profile: 'custom', names: { latency: 'took_seconds', failures: '(5..' } } }),
        ['services.api.metrics.names.failures', "'(5..' is no regular expression"],
      ],
      [
        api({ metrics: { profile: 'custom', names: { latency: 'took_seconds', failures: '(?!2)...' } } }),
        ['services.api.metrics.names.failures', "'(?!2)...' is no regular expression"],
      ],
      // JavaScript takes it for whole; in the parentheses of another one, RE2 takes all series for failed.
      [
        api({ metrics: { profile: 'custom', names: { latency: 'took_seconds', failures: '[](])|.+|([])]' } } }),
        ['services.api.metrics.names.failures', "'[](])|.+|([])]' is no regular expression"],
      ],
    ],
  },
  'service-canary': {
    accepts: [
      {},
      api({ canary: { steps: [1, 10, 99] } }),
      api({ canary: false, metrics: false }),
      api({ metrics: { interval: '5s' }, canary: { window: '10s' } }),
      api({ kind: 'cron', metrics: false }),
      api({ run: 'lambda', metrics: false }),
    ],
    refuses: [
      [
        api({ canary: { steps: [20, 50, 30] } }),
        ['services.api.canary.steps.2', '30 comes after 50: each step gives more'],
      ],
      [
        api({ canary: { steps: [20, 20] } }),
        ['services.api.canary.steps.1', '20 comes after 20: each step gives more'],
      ],
      [api({ metrics: false }), ['services.api.canary', 'without metrics, nothing says how the new version does']],
      [
        api({ canary: { window: '20s' } }),
        ['services.api.canary.window', '20s is too short for metrics that are read every 15s'],
      ],
    ],
  },
  'service-resources': {
    accepts: [{}, api({ resources: { cpu: '500m', cpuLimit: '1', memory: '1Gi', memoryLimit: '1024Mi' } })],
    refuses: [
      [api({ resources: { cpu: '1', cpuLimit: '500m' } }), ['services.api.resources.cpu', '1 is above cpuLimit 500m']],
      [
        api({ resources: { memory: '2Gi', memoryLimit: '512Mi' } }),
        ['services.api.resources.memory', '2Gi is above memoryLimit 512Mi'],
      ],
    ],
  },
  'service-fits': {
    accepts: [
      {},
      api({ resources: { cpu: '1500m', memory: '6Gi' } }),
      api({ resources: { cpu: '64' } }, { cluster: { nodeGroups: { general: { instanceTypes: ['x2gd.16xlarge'] } } } }),
      api({ resources: { cpu: '64' } }, { cluster: { nodeGroups: undefined } }),
      api({ run: 'ecs', resources: { cpu: '64' } }),
    ],
    refuses: [
      [
        api({ resources: { cpu: '2' } }),
        [
          'services.api.resources',
          'a pod with 2 CPU and 256Mi fits on no node: an empty m7g.large has 1.8 CPU and 7.2Gi',
        ],
      ],
      [
        api({ resources: { memory: '8Gi' } }),
        [
          'services.api.resources',
          'a pod with 250m CPU and 8Gi fits on no node: an empty m7g.large has 1.8 CPU and 7.2Gi',
        ],
      ],
      [
        api(
          { resources: { cpu: '4' } },
          {
            cluster: {
              nodeGroups: {
                batch: { instanceTypes: ['c7g.4xlarge'], taints: [{ key: 'batch', effect: 'NoSchedule' }] },
              },
            },
          },
        ),
        [
          'services.api.resources',
          'a pod with 4 CPU and 256Mi fits on no node: an empty m7g.large has 1.8 CPU and 7.2Gi',
        ],
      ],
    ],
  },
  'service-schedule': {
    accepts: [
      {},
      ...['0 3 * * *', '*/15 0-6 1,15 jan-mar MON-FRI', '59 23 31 12 6'].map((schedule) =>
        api({ kind: 'cron', schedule }),
      ),
    ],
    refuses: [
      [api({ schedule: '0 3 * * *' }), ['services.api.schedule', 'a web service always runs']],
      [api({ kind: 'cron' }), ['services.api.schedule', 'is required for a cron job']],
      [
        api({ kind: 'cron', schedule: '0 3 * *' }),
        [
          'services.api.schedule',
          'a schedule has five fields with a space between: minute, hour, day, month, day of week',
        ],
      ],
      [api({ kind: 'cron', schedule: '60 3 * * *' }), ['services.api.schedule', "'60' does not fit the field minute"]],
      [api({ kind: 'cron', schedule: '0 5-3 * * *' }), ['services.api.schedule', "'5-3' does not fit the field hour"]],
      [
        api({ kind: 'cron', schedule: '0 3 * * 7' }),
        ['services.api.schedule', "'7' does not fit the field day of week"],
      ],
    ],
  },
  'service-objective': {
    accepts: [
      {},
      api({ slo: { availability: 99.95, latency: '250ms', playback: { startup: '1500ms' } } }),
      api({ kind: 'worker', slo: { latency: '30s' } }),
      api({ kind: 'worker', slo: { latency: '1m' } }),
    ],
    refuses: [
      [api({ slo: { availability: 100 } }), [`${SLO}.availability`, 'must be 50 to 99.999, not 100']],
      [api({ slo: { availability: 9.99 } }), [`${SLO}.availability`, 'must be 50 to 99.999, not 9.99']],
      [api({ slo: { latency: '300ms' } }), [`${SLO}.latency`, 'no boundary of the histogram is at 300ms']],
      [api({ slo: { latency: '30s' } }), [`${SLO}.latency`, 'no boundary of the histogram is at 30s']],
      [
        api({ slo: { playback: { startup: '4s' } } }),
        [`${SLO}.playback.startup`, 'no boundary of the histogram is at 4s'],
      ],
      [api({ kind: 'cron', slo: {} }), [`${SLO}`, 'a cron job has no requests to count']],
      [api({ metrics: false, slo: {} }), [`${SLO}`, 'without metrics, nothing can be counted']],
    ],
  },
  'service-env': {
    accepts: [
      {},
      api({ env: { LOG_LEVEL: 'info', TOKEN_TTL: '3600', ORIGIN: 'https://www.movies.example/a', API_TOKEN: '' } }),
      api({ env: { COMMIT: '0123456789abcdef0123456789abcdef01234567' } }),
      ...Object.entries({
        MAX_TOKEN: '4096',
        USE_API_KEY: 'false',
        RATE_PER_TOKEN: '0.5',
        MAX_PASSWORD: '72',
        ASK_PASSWORD: 'off',
        TLS_PRIVATE_KEY: '/run/secrets/tls/key.pem',
        OAUTH_TOKEN: 'https://login.movies.example/oauth/token',
        TEMPLATES: '/usr/share/Movies2026/Templates/HTML5/Default',
        PREFIX: 'Movies/Season2/Trailers/English/HD/Final_Cut_01',
        HANDLER: 'com/example/CatalogService2/RequestHandlerFactory',
        BUILD: 'Movie-Store-2026-Production-Release-Candidate-3',
      }).map(([name, value]) => api({ env: { [name]: value } })),
      api({
        env: { API_KEY: 'abc', MAPS: 'AKIAIOSFODNN7EXAMPLE' },
        notSecret: { API_KEY: 'known to every browser', MAPS: 'the example of the documentation' },
      }),
    ],
    refuses: [
      [
        api({ env: { API_KEY: 'abc' }, notSecret: { API_KEYS: 'known to every browser' } }),
        ['services.api.env.API_KEY', 'looks like a secret, which must not be in a file'],
        ['services.api.notSecret.API_KEYS', 'there is no such variable in env'],
      ],
      ...Object.entries({
        DB_PASSWORD: 'hunter2',
        SIGNER: '-----BEGIN RSA PRIVATE KEY-----',
        AWS: 'AKIAIOSFODNN7EXAMPLE',
        DATABASE_URL: 'postgres://api:hunter2@db.movies.example/movies',
        ADMIN_PASSWORD: '20261130',
        MAX_TOKEN: 'abc',
        USE_API_KEY: 'sometimes',
        STORAGE: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY1',
        UPSTREAM_TOKEN: 'https://api:hunter2@movies.example',
        SESSION: 'q8Zr1LkP0vT5xYc3WmN7bJd9HsFg2QaE4uRiOoKyVt6B',
      }).map(
        ([name, value]) =>
          [
            api({ env: { [name]: value } }),
            [`services.api.env.${name}`, 'looks like a secret, which must not be in a file'],
          ] as const,
      ),
      [api({ env: { MAIN_HOST: 'db' } }), ['services.api.env.MAIN_HOST', "this variable is set by the need 'main'"]],
      [api({ env: { TOKEN: 'x' } }), ['services.api.env.TOKEN', "this variable is set by the need 'token'"]],
      [
        api({ env: { AWS_REGION: 'eu-west-1' } }),
        ['services.api.env.AWS_REGION', 'this variable is set by the platform'],
      ],
    ] as RuleCases['refuses'],
  },
  'service-schemas': {
    accepts: [
      {},
      api({ schemas: { postgres: '>=12 <15', main: '13', ingest: '1' } }),
      api({ schemas: { main: '>=12 <15' }, migrates: { main: 14 }, migration: { command: ['migrate'] } }),
    ],
    refuses: [
      [
        api({ schemas: { movies: '>=12' } }),
        ['services.api.schemas.movies', "no store with the name or kind 'movies' is declared"],
      ],
      [
        api({ schemas: { postgres: '>=12' } }, { data: { postgres: { other: {} } } }),
        ['services.api.schemas.postgres', "'postgres' may be any of main, other"],
      ],
      [
        api({ schemas: { main: 'twelve' } }),
        [
          'services.api.schemas.main',
          "'twelve' is no range of schema versions: 'twelve' is no bound: write >=12, >11, <=14, <15 or 14",
        ],
      ],
      [
        api({ schemas: { main: '>=15 <12' } }),
        ['services.api.schemas.main', "'>=15 <12' is no range of schema versions: no version is in it"],
      ],
      [
        api({ migrates: { main: 14 } }),
        ['services.api.migrates.main', 'the service has no migration that could do it'],
      ],
      [
        api({ schemas: { main: '<14' }, migrates: { main: 14 }, migration: { command: ['migrate'] } }),
        ['services.api.migrates.main', 'the service itself supports <14, not 14'],
      ],
    ],
  },
  'service-shutdown': {
    accepts: [{}, api({ shutdown: { drain: '59s', grace: '1m' } })],
    refuses: [
      [
        api({ shutdown: { drain: '45s' } }),
        ['services.api.shutdown.drain', '45s leaves no time to stop in: the pod is killed after 45s'],
      ],
    ],
  },
};
