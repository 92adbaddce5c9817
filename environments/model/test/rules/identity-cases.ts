import type { RuleCases } from './rule-cases.js';

const production = { production: true, protected: true };

/** What is said of a text that no tag can hold. */
const tagText = (characters: string) =>
  `tags can't hold ${characters}: AWS allows letters, digits, spaces and _ . : / = + - @`;

/** Cases of the rules about names, accounts and protection. */
export const IDENTITY_CASES: Readonly<Record<string, RuleCases>> = {
  'environment-id': {
    accepts: [{ id: 'prod' }, { id: 'eu-west-2' }],
    refuses: ['Prod', '2nd', 'a--b', 'a-', 'a_b', 'a'.repeat(21)].map((id) => [
      { id },
      ['', `the file's name '${id}' is part of every resource's name: a-z, 0-9 and single hyphens, at most 20`],
    ]),
  },
  'resource-names': {
    accepts: [{}, { platform: 'awsome' }, { media: { buckets: { ['a'.repeat(38)]: { kind: 'site' } } } }],
    refuses: [
      [{ platform: 'aws' }, ['platform', "'aws': AWS keeps names that start with 'aws' to itself"]],
      [{ platform: 'sthree-x' }, ['platform', "'sthree-x': AWS keeps names that start with 'sthree' to itself"]],
      [
        { media: { buckets: { ['a'.repeat(39)]: { kind: 'site' } } } },
        [
          `media.buckets.${'a'.repeat(39)}`,
          `the bucket 'movies-test-${'a'.repeat(39)}-123456789012' has 64 characters; S3 allows 63`,
        ],
      ],
    ],
  },
  'renamed-from': {
    accepts: [
      {},
      { media: { buckets: { covers: { kind: 'site', renamedFrom: 'posters' } } } },
      // Of different kinds.
      { media: { buckets: { covers: { kind: 'site', renamedFrom: 'main' } } }, data: { postgres: { main: {} } } },
    ],
    refuses: [
      [
        { media: { buckets: { covers: { kind: 'site', renamedFrom: 'covers' } } } },
        ['media.buckets.covers.renamedFrom', "'covers' is the name that it has"],
      ],
      [
        { media: { buckets: { covers: { kind: 'site', renamedFrom: 'posters' }, posters: { kind: 'site' } } } },
        [
          'media.buckets.covers.renamedFrom',
          "'posters' is the first name of 'posters', too: both would be the same thing",
        ],
      ],
      [
        {
          data: { postgres: { films: { renamedFrom: 'main' }, shows: { renamedFrom: 'main' } } },
        },
        ['data.postgres.films.renamedFrom', "'main' is the first name of 'main', too: both would be the same thing"],
        ['data.postgres.shows.renamedFrom', "'main' is the first name of 'main', too: both would be the same thing"],
      ],
    ],
  },
  neighbours: {
    accepts: [
      {},
      { foundation: { neighbours: { 'movies-test-eu': 'there before', movies: 'too' } }, platform: 'movies' },
      // Shares the letters, and no whole name.
      { foundation: { neighbours: { 'movies-test-eu': 'x' } }, media: { buckets: { europe: { kind: 'site' } } } },
    ],
    refuses: [
      [
        { foundation: { neighbours: { 'movies-test': 'us' } } },
        ['foundation.neighbours.movies-test', "'movies-test' is this environment itself"],
      ],
      [
        { foundation: { neighbours: { 'movies-testing': 'x' } } },
        ['foundation.neighbours.movies-testing', "'movies-testing' shares no beginning with 'movies-test'"],
      ],
      [
        {
          foundation: {
            neighbours: { 'movies-test-a': 'x', 'movies-test-b': 'x' },
          },
        },
        ['foundation.neighbours', '2 longer names; a role can be kept out of 1'],
      ],
      [
        { foundation: { neighbours: { 'movies-test-eu': 'x' } }, media: { buckets: { 'eu-media': { kind: 'site' } } } },
        [
          'media.buckets.eu-media',
          "its resource 'movies-test-eu-media' has a name of 'movies-test-eu', which foundation.neighbours keeps us out of",
        ],
      ],
    ],
  },
  'github-trust': {
    accepts: [{}, { foundation: { github: { repository: 'a/b', deployBranches: ['main', 'release/*', 'v1.?'] } } }],
    refuses: [
      ...['*', '**', '?*', '*/*', '**/*', '*-*', '?'].map(
        (branch) =>
          [
            { foundation: { github: { repository: 'a/b', deployBranches: ['main', branch] } } },
            [
              'foundation.github.deployBranches.1',
              `'${branch}' fits every branch: whoever may push one could deploy`,
            ] as const,
          ] as const,
      ),
      [
        { foundation: { github: { repository: 'a/b', deployBranches: ['refs/heads/main'] } } },
        ['foundation.github.deployBranches.0', "'refs/heads/main' is a ref, and the name of a branch is asked for"],
      ],
      ...['a b', 'x:pull_request', ['$', '{aws:username}'].join(''), '[ab]'].map(
        (branch) =>
          [
            { foundation: { github: { repository: 'a/b', deployBranches: [branch] } } },
            ['foundation.github.deployBranches.0', `'${branch}' fits no branch: Git allows no such name`] as const,
          ] as const,
      ),
    ],
  },
  'taken-names': {
    accepts: [
      {},
      { messaging: { topics: { 'provider-globex': {} } } },
      { data: { postgres: { main: {}, 'main-proxy': {} } } },
      {
        data: { redis: { 'cache-api': {} } },
        services: { 'api-admin': { needs: ['cache'] }, admin: { needs: ['cache'] } },
      },
    ],
    refuses: [
      [
        { media: { buckets: { state: { kind: 'site' } } } },
        ['media.buckets.state', "this name is taken by the bucket of Terraform's state"],
      ],
      [
        { messaging: { topics: { pager: {} } } },
        ['messaging.topics.pager', 'this name is taken by the topic of alarms'],
      ],
      [
        { messaging: { queues: { 'ingest-dead-letters': {} } } },
        ['messaging.queues.ingest-dead-letters', "this name is taken by the dead letters of queue 'ingest'"],
      ],
      [
        { messaging: { topics: { 'provider-acme': {} } } },
        ['messaging.topics.provider-acme', "this name is taken by the notices to provider 'acme'"],
      ],
      [
        { messaging: { queues: { 'notify-provider': {} } } },
        [
          'messaging.queues.notify-provider',
          "this name is taken by a queue of the platform, 'notify-provider-dead-letters'",
        ],
      ],
      [
        { secrets: { token: { rotateEvery: '90d' } }, messaging: { queues: { 'rotate-secret-dead-letters': {} } } },
        [
          'messaging.queues.rotate-secret-dead-letters',
          "this name is taken by a queue of the platform, 'rotate-secret-dead-letters'",
        ],
      ],
      [
        { data: { postgres: { main: { proxy: true }, 'main-proxy': {} } } },
        ['data.postgres.main-proxy', "this name is taken by the proxy of 'main'"],
      ],
      [
        {
          data: { redis: { 'cache-api': {} } },
          services: { 'api-admin': { needs: ['cache'] }, admin: { needs: ['cache-api'] } },
        },
        [
          'data.redis.cache-api',
          "service 'admin' in cache 'cache-api' would log in as 'cache-api-admin', which is service 'api-admin' in cache 'cache'",
        ],
      ],
    ],
  },
  placeholders: {
    accepts: [
      {},
      { foundation: { github: { repository: 'acme/example' } }, alerting: { emails: ['ops@examples.com'] } },
      { media: { cdn: { domain: { zone: 'example.com', names: ['video.example.com'] } } } },
      { aws: { accountId: '222222222222' }, foundation: { github: { repository: 'example/backlot' } } },
      {
        ...{ target: 'sandbox', aws: { accountId: '000000000000' } },
        ...{ foundation: { github: { repository: 'example/backlot' } }, alerting: { emails: ['a@example.com'] } },
      },
    ],
    refuses: [
      [
        { foundation: { github: { repository: 'example/backlot' } } },
        ['foundation.github.repository', "'example/backlot' is an example: roles of this account would trust it"],
      ],
      [
        { foundation: { budget: { monthlyUsd: 5, emails: ['a@movies.tv', 'platform-team@example.com'] } } },
        ['foundation.budget.emails.1', "'platform-team@example.com' is an example: nobody reads what is sent there"],
      ],
      [
        { alerting: { emails: ['ops@mail.example.org', 'ops@movies.invalid'] } },
        ['alerting.emails.0', "'ops@mail.example.org' is an example: nobody reads what is sent there"],
        ['alerting.emails.1', "'ops@movies.invalid' is an example: nobody reads what is sent there"],
      ],
    ],
  },
  'target-account': {
    accepts: [{}, { target: 'sandbox', aws: { accountId: '000000000000' } }],
    refuses: [
      [{ target: 'sandbox' }, ['aws.accountId', 'the account of the sandbox is 000000000000, not 123456789012']],
      [
        { aws: { accountId: '000000000000' } },
        ['aws.accountId', '000000000000 is the account of the sandbox, and target is aws'],
      ],
    ],
  },
  production: {
    accepts: [
      production,
      { data: { postgres: { main: { multiAz: false } } }, network: { natGateways: 'single' } },
      { ...production, network: { natGateways: 'none' } },
    ],
    refuses: [
      [{ production: true }, ['protected', 'must be true where production is true']],
      [
        { ...production, target: 'sandbox', network: { natGateways: 'single', flowLogs: { enabled: false } } },
        ['target', "must be 'aws' where production is true"],
        ['network.natGateways', "must not be 'single' where production is true"],
        ['network.flowLogs.enabled', 'must be true where production is true'],
      ],
      [
        {
          ...production,
          backup: undefined,
          alerting: { emails: [] },
          media: { buckets: { site: { versioned: false } } },
        },
        ['backup', 'is required where production is true'],
        ['alerting.emails', 'must name somebody to page where production is true'],
        ['media.buckets.site.versioned', 'must be true where production is true'],
      ],
      [
        {
          ...production,
          data: {
            postgres: { main: { multiAz: false, deletionProtection: false, backupRetention: '6d' } },
            redis: { cache: { nodes: 1 } },
          },
        },
        ['data.postgres.main.multiAz', 'must be true where production is true'],
        ['data.postgres.main.deletionProtection', 'must be true where production is true'],
        ['data.postgres.main.backupRetention', 'must be at least 7d, not 6d, where production is true'],
        ['data.redis.cache.nodes', 'must be at least 2 where production is true'],
      ],
    ],
  },
  'secret-rotation': {
    accepts: [
      {},
      { secrets: { token: { keys: ['user', 'password'] } } },
      { secrets: { token: { rotateEvery: '30d' }, pair: { description: 'x', rotation: 'dual' } } },
      { secrets: { token: { rotation: 'postgres-users', of: 'main', users: ['app_a', 'app_b'] } } },
      { secrets: { token: { rotation: 'redis-user', of: 'cache', users: ['limiter'] } } },
    ],
    refuses: [
      [
        { secrets: { token: { rotation: 'dual', rotateEvery: '30d', keys: ['a'], of: 'main' } } },
        [
          'secrets.token.rotateEvery',
          "AWS rotates text only, and rolls out nobody: it can't be combined with rotation: dual",
        ],
        ['secrets.token.keys', 'a value that AWS generates is plain text and has no fields'],
        ['secrets.token.keys', 'its fields are given by rotation: dual'],
        ['secrets.token.of', 'only users of a database or a cache have it, not rotation: dual'],
      ],
      [
        { secrets: { token: { keys: ['a', 'b', 'a'], users: ['x'] } } },
        ['secrets.token.keys', "'a' is in the list twice"],
        ['secrets.token.users', 'only users of a database or a cache have it, not rotation: random'],
      ],
      [
        { secrets: { token: { rotation: 'postgres-users', of: 'cache', users: ['app_a', 'app_a'] } } },
        ['secrets.token.of', "'cache' is not declared under data.postgres"],
        ['secrets.token.users', 'must be two users that take turns with rotation: postgres-users'],
      ],
      [
        { secrets: { token: { rotation: 'postgres-users', of: 'main', users: ['app', 'platform'] } } },
        ['secrets.token.users', "'platform' is the first user, whose password RDS keeps"],
      ],
      [
        { secrets: { token: { rotation: 'redis-user' } } },
        ['secrets.token.of', 'is required with rotation: redis-user'],
        ['secrets.token.users', 'must be the id of one user with rotation: redis-user'],
      ],
    ],
  },
  tags: {
    accepts: [
      {},
      { tags: { 'cost-center': 'films and series', team: 'a/b@example.com' } },
      { owner: 'Team Ü', tags: { équipe: '映画 _.:/=+-@', Team: '' } },
    ],
    refuses: [
      [{ tags: { 'aws:x': 'y' } }, ['tags["aws:x"]', "keys that start with 'aws:' are not yours to set"]],
      [
        { tags: { 'backlot:owner': 'y' } },
        ['tags["backlot:owner"]', "keys that start with 'backlot:' are not yours to set"],
      ],
      [{ tags: { team: 'a;b' } }, ['tags.team', tagText("';'")]],
      [{ owner: 'Team Ü — Zürich' }, ['owner', tagText("'—'")]],
      [{ owner: 'Platform (R&D), EMEA' }, ['owner', tagText("'(' '&' ')' ','")]],
      [{ owner: 'a\nb' }, ['owner', tagText('a line break')]],
      [{ tags: { 'team#1': 'x' } }, ['tags["team#1"]', tagText("'#'")]],
      [{ tags: { smile: '🙂' } }, ['tags.smile', tagText("'🙂'")]],
      [{ tags: { ' ': 'x' } }, ['tags[" "]', 'a tag needs a name']],
      [
        { tags: { team: 'a', Team: 'b' } },
        ['tags.Team', "differs from the tag 'team' in case only, and IAM takes both for one"],
      ],
      [{ tags: { team: 'x'.repeat(257) } }, ['tags.team', 'the value has 257 characters; AWS allows 256']],
      [
        { tags: Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`t${index}`, 'x'])) },
        ['tags', 'has 41 tags; at most 40 fit'],
      ],
    ],
  },
  'budget-alerts': {
    accepts: [{}, { foundation: { budget: { monthlyUsd: 1, emails: ['a@example.com'] } } }],
    refuses: [
      [
        { foundation: { budget: { monthlyUsd: 1, emails: ['a@example.com'], alertAt: [0, 50, 50] } } },
        ['foundation.budget.alertAt.0', 'must be above 0'],
        ['foundation.budget.alertAt.2', '50 is in the list twice'],
      ],
      [
        {
          foundation: {
            budget: {
              monthlyUsd: 1,
              emails: Array.from({ length: 11 }, (_, index) => `a${index}@example.com`),
              alertAt: Array.from({ length: 11 }, (_, index) => index + 1),
            },
          },
        },
        ['foundation.budget.alertAt', 'AWS Budgets sends at most 10 notices, not 11'],
        ['foundation.budget.emails', 'AWS Budgets tells at most 10 addresses, not 11'],
      ],
    ],
  },
};
