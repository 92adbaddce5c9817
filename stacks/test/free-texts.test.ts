import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Environment, environmentSchema } from '../../environments/model/index.js';
import { type JsonSchema, resolvedJsonSchema } from '../../environments/model/json-schema.js';
import { RULES } from '../../environments/model/rules/index.js';
import { terraformText } from '../../modules/values/terraform-text.js';
import { HOSTILE_TEXTS } from '../../modules/values/test/hostile-texts.js';
import { fullEnvironment } from './fixtures/full-environment.js';
import { synthesize } from './fixtures/synthesized-stack.js';

/** What stands around a text where a pattern wants something at its ends. */
const AROUND: readonly (readonly [before: string, after: string])[] = [
  ['', ''],
  ['/', ''],
  ['https://', ''],
  ['arn:aws:iam::123456789012:', ''],
  ['cron(', ')'],
  ['-----BEGIN PUBLIC KEY-----', ''],
];
/** A text alone, and as the rest of what a pattern begins with. One of letters only is a name like any other. */
const around = (text: string) => AROUND.map(([before, after]) => before + text + after);
const TEXTS = HOSTILE_TEXTS.filter((text) => /[^\w.-]/.test(text));

/** A place for text in an environment: its path, `*` for any key, `<key>` for the key itself. */
interface Field {
  readonly path: string;
  readonly takes: (text: string) => boolean;
}

/** All places for text that a schema has. */
function fieldsOf(node: JsonSchema | undefined, root: JsonSchema, path = '', within: readonly string[] = []): Field[] {
  if (!node || typeof node !== 'object') return [];
  if (typeof node.$ref === 'string') {
    if (within.includes(node.$ref)) return [];
    const definition = (root.definitions as Record<string, JsonSchema>)[node.$ref.replace('#/definitions/', '')];
    return fieldsOf(definition, root, path, [...within, node.$ref]);
  }
  const below = (each: JsonSchema | undefined, name: string) => fieldsOf(each, root, name, within);
  const branches = [node.anyOf, node.oneOf, node.allOf].flatMap((each) => (each ?? []) as JsonSchema[]);
  const names = node.propertyNames as JsonSchema | undefined;
  const map = typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
  return [
    ...([node.type].flat().includes('string') && !node.enum && node.const === undefined
      ? [{ path, takes: (text: string) => fits(node, text) }]
      : []),
    ...branches.flatMap((each) => below(each, path)),
    ...Object.entries(node.properties ?? {}).flatMap(([key, each]) => below(each, path ? `${path}.${key}` : key)),
    ...below(node.items, `${path}[]`),
    ...(map ? below(map, `${path}.*`) : []),
    ...(names && !names.enum ? [{ path: `${path}.<key>`, takes: (text: string) => fits(names, text) }] : []),
  ];
}

function fits({ pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: JsonSchema, text: string): boolean {
  if (text.length < Number(minLength) || text.length > Number(maxLength)) return false;
  return typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text);
}

/** An environment that has a text in every place of the table. */
const base = fullEnvironment({
  tags: { team: 'streaming' },
  foundation: {
    github: { repository: 'example/backlot', deployBranches: ['main'] },
    neighbours: { 'backlot-prod-eu': 'older' },
  },
  network: { cidr: '10.20.0.0/16', zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'] },
  registry: { repositories: ['tools'], replicateTo: ['eu-west-1'] },
  backup: {
    plans: { daily: { schedule: 'cron(0 3 * * ? *)', retention: '35d' } },
    copyTo: 'eu-west-1',
    proof: {
      image: 'registry.example/psql:1',
      assertions: {
        main: [
          { name: 'films', query: 'select 1', expect: { equals: '1' }, database: 'app' },
          { table: 'public.films', rows: 1 },
        ],
      },
      except: { main: [{ tables: 'public.cache_*', database: 'app', reason: 'nobody counts it' }] },
    },
  },
  data: {
    postgres: { main: { parameters: { log_line_prefix: '%m' } } },
    redis: { cache: { parameters: { 'notify-keyspace-events': 'Ex' } } },
  },
  cluster: {
    nodeGroups: {
      general: {
        min: 1,
        max: 3,
        labels: { workload: 'system' },
        taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }],
      },
    },
    addons: { coredns: { version: 'v1.11.1' } },
    access: {
      developers: { principal: 'arn:aws:iam::123456789012:role/developers', policy: 'view', namespaces: ['streaming'] },
    },
    controllers: { keda: { repository: 'https://mirror.example', values: { note: { a: 'b' } } } },
  },
  services: {
    api: {
      command: ['run'],
      args: ['now'],
      env: { NOTE: 'a', TOKEN_NAME: 'abcdefgh' },
      notSecret: { TOKEN_NAME: 'a name, not a token' },
      image: '1.0.0',
      routes: [{ host: 'api.example.com', path: '/v1' }],
      metrics: { profile: 'custom', names: { latency: 'took_seconds', failures: '5..' } },
      health: { startup: '/s', readiness: '/r', liveness: '/l' },
      migration: { command: ['migrate'] },
      schemas: { main: '>=1 <3' },
      needs: ['main'],
    },
    nightly: { kind: 'cron', schedule: '0 3 * * *' },
  },
});

const { publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const { cdn } = base.media ?? {};
if (cdn) cdn.signingKeys = { 'key-2026': publicKey };

/** The path of a field in the environment: the first of each map and list. */
function placeOf(field: string, environment: Environment): readonly (string | number)[] {
  const path: (string | number)[] = [];
  // biome-ignore lint/suspicious/noExplicitAny: a path leads anywhere
  let at: any = environment;
  for (const part of field.split('.').flatMap((each) => (each.endsWith('[]') ? [each.slice(0, -2), '[]'] : [each]))) {
    const first = field === 'services.*.schedule' ? 'nightly' : Object.keys(at ?? {})[0];
    const key = part === '[]' ? 0 : part === '*' || part === '<key>' ? first : part;
    // The second assertion is about a table.
    path.push(part === '[]' && field.endsWith('.table') ? 1 : (key ?? ''));
    at = at?.[path.at(-1) ?? ''];
  }
  if (at === undefined) throw new Error(`the environment of this test has no ${field}: give it one`);
  return path;
}

/** The environment with another text in a field. */
function withText(environment: Environment, field: string, text: string): Environment {
  const copy = structuredClone(environment);
  const path = placeOf(field, copy);
  const last = path.at(-1) ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: a path leads anywhere
  const parent = path.slice(0, -1).reduce((at: any, key) => at[key], copy);
  if (!field.endsWith('<key>')) parent[last] = text;
  else {
    const { [last]: value, ...others } = parent;
    for (const key of Object.keys(parent)) delete parent[key];
    Object.assign(parent, { [text]: value }, others);
  }
  return copy;
}

const problemsOf = (environment: Environment) => Object.values(RULES).flatMap((rule) => rule(environment));
const known = problemsOf(base).length;

/** Whether the validation takes it: nothing is wrong that wasn't before. */
function isAdmitted(environment: Environment): boolean {
  const { id, ...document } = environment;
  const parsed = environmentSchema.safeParse(document);
  return parsed.success && problemsOf({ ...parsed.data, id }).length <= known;
}

/** Texts as a field takes them by its schema and by the rules, each with what a pattern wants around it. */
function admittedBy({ path, takes }: Field): string[] {
  return TEXTS.flatMap((text) => {
    const tried = takes(text) ? [text] : around(text).filter(takes);
    const found = tried.find((each) => isAdmitted(withText(base, path, each)));
    return found === undefined ? [] : [found];
  });
}

const schema = resolvedJsonSchema();
const fields = fieldsOf(schema, schema);
const open = fields.filter(({ takes }) => TEXTS.some((text) => around(text).some(takes)));
const byPath = Map.groupBy(open, ({ path }) => path);

/**
 * Every place of an environment whose schema takes a text with signs in it. `refused`: a rule takes none of the hostile ones; all
 * others are written somewhere as they are, into what stands behind them. A field that isn't here fails the test: whoever adds one
 * says where its text goes, and looks at how it is written there.
 */
const PLACES: Readonly<Record<string, 'refused' | readonly string[]>> = {
  'aws.region': 'refused',
  'backup.copyTo': 'refused',
  'backup.plans.*.schedule': 'refused',
  'backup.proof.assertions.*[].database': ['connection parameter of PostgreSQL'],
  'backup.proof.assertions.*[].expect.equals': ['compared only'],
  'backup.proof.assertions.*[].name': ['terminal', 'JSON'],
  'backup.proof.assertions.*[].query': ['SQL, as a whole', 'file of a ConfigMap'],
  'backup.proof.assertions.*[].table': ['SQL, a quoted name'],
  'backup.proof.assertions.<key>': ['compared only'],
  'backup.proof.except.*[].database': ['compared only'],
  'backup.proof.except.*[].reason': ['terminal', 'JSON'],
  'backup.proof.except.*[].tables': ['regular expression, escaped but for the star'],
  'backup.proof.except.<key>': ['compared only'],
  'cluster.access.*.namespaces[]': ['Terraform'],
  'cluster.access.*.principal': ['Terraform'],
  'cluster.addons.*.version': ['Terraform'],
  'cluster.addons.<key>': ['Terraform'],
  'cluster.controllers.*.repository': ['argument of Helm'],
  'cluster.controllers.*.values.*': ["a chart's values, as JSON"],
  'cluster.controllers.*.values.*.<key>': ["a chart's values, as JSON"],
  'cluster.controllers.*.values.<key>': ["a chart's values, as JSON"],
  'cluster.nodeGroups.*.labels.*': 'refused',
  'cluster.nodeGroups.*.labels.<key>': 'refused',
  'cluster.nodeGroups.*.taints[].key': 'refused',
  'cluster.nodeGroups.*.taints[].value': 'refused',
  'data.postgres.*.backupWindow': 'refused',
  'data.postgres.*.maintenanceWindow': 'refused',
  'data.postgres.*.parameters.*': ['Terraform'],
  'data.postgres.*.parameters.<key>': ['Terraform'],
  'data.postgres.*.version': 'refused',
  'data.redis.*.parameters.*': ['Terraform'],
  'data.redis.*.parameters.<key>': ['Terraform'],
  'data.redis.*.snapshotWindow': 'refused',
  'data.redis.*.version': 'refused',
  'foundation.github.deployBranches[]': ['Terraform', 'IAM, where * and ? are meant as they are'],
  'foundation.neighbours.*': ['nowhere: a reason for readers of the file'],
  'media.cdn.domain.names[]': 'refused',
  'media.cdn.domain.zone': 'refused',
  'media.cdn.signedPaths[]': ['Terraform', 'CloudFront, where * and ? are meant as they are'],
  'media.cdn.signingKeys.*': 'refused',
  'messaging.providerUploads.prefix': 'refused',
  'messaging.providers.*.externalId': ['Terraform', 'IAM'],
  'messaging.providers.*.principal': ['Terraform', 'IAM'],
  'messaging.queues.*.source.prefix': ['Terraform'],
  'messaging.queues.*.source.suffix': ['Terraform'],
  'network.zones[]': 'refused',
  owner: ['Terraform', 'argument of the load balancer controller', 'YAML of backlot init'],
  'registry.replicateTo[]': 'refused',
  'secrets.*.description': ['Terraform'],
  'services.*.args[]': ['Helm', 'the kubelet'],
  'services.*.command[]': ['Helm', 'the kubelet'],
  'services.*.env.*': ['Helm'],
  'services.*.health.liveness': ['Helm'],
  'services.*.health.readiness': ['Helm'],
  'services.*.health.startup': ['Helm'],
  'services.*.image': 'refused',
  'services.*.metrics.names.failures': ['regular expression of Prometheus, a whole one in parentheses'],
  'services.*.metrics.path': ['Helm'],
  'services.*.migration.command[]': ['Helm', 'the kubelet'],
  'services.*.notSecret.*': ['nowhere: a reason for readers of the file'],
  'services.*.routes[].host': 'refused',
  'services.*.routes[].path': ['Helm'],
  'services.*.schedule': 'refused',
  'services.*.schemas.*': 'refused',
  'tags.*': ['Terraform', 'argument of the load balancer controller'],
  'tags.<key>': ['Terraform', 'argument of the load balancer controller'],
};

/** Strings and keys of a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)]);
}

/** What all stacks say, once each. */
function said(environment: Environment): Set<string> {
  return new Set(Object.values(synthesize(environment)).flatMap(({ json }) => textsIn(json)));
}

/** What Terraform would evaluate in a text, where the sign is not doubled; signs that the kit writes in quotes are signs. */
const EVALUATED = /(?<!\$)\$\{(?!"[$%#&]+"\})|(?<!%)%\{/;

/** Statements of a text that is a policy. */
function policyTexts(text: string): string[] {
  try {
    const { Statement } = JSON.parse(text) as { Statement?: unknown };
    return Statement ? textsIn(Statement) : [];
  } catch {
    return []; // another text
  }
}

describe('a free text of an environment', () => {
  const admitted = new Map([...byPath].map(([path, some]) => [path, [...new Set(some.flatMap(admittedBy))]]));

  it('is told of in the table, and in no other place', () => {
    expect([...byPath.keys()].sort()).toEqual(Object.keys(PLACES).sort());
  });

  it('is refused where the table says so, in every hostile case, and is taken elsewhere', () => {
    const refused = [...admitted].filter(([, texts]) => texts.length === 0).map(([path]) => path);
    expect(refused.sort()).toEqual(Object.keys(PLACES).filter((path) => PLACES[path] === 'refused'));
  });

  it('is nothing but text to Terraform, and no pattern or variable to IAM', () => {
    const before = said(base);
    const policies = new Set([...before].flatMap(policyTexts));
    const evaluated = new Set([...before].filter((text) => EVALUATED.test(text)));
    const most = Math.max(...[...admitted.values()].map(({ length }) => length));
    const seen = new Set<string>();
    // Each text is in some field, and each field has a quarter of them.
    for (let at = 0; at < most; at += 4) {
      const filled = [...admitted].flatMap(([path, texts], index) => {
        const text = texts[(at + index) % Math.max(1, texts.length)];
        return text === undefined ? [] : [{ path, text }];
      });
      // A key is given last: places below it are found by the first one.
      filled.sort((one, other) => depth(other) - depth(one) || (one.path < other.path ? -1 : 1));
      const environment = filled.reduce((all, { path, text }) => withText(all, path, text), base);
      const added = [...said(environment)].filter((text) => !before.has(text));
      for (const text of added) seen.add(text);
      expect(added.filter((text) => EVALUATED.test(text) && !evaluated.has(text) && isAuthored(text, filled))).toEqual(
        [],
      );
      const branch = filled.find(({ path }) => path === 'foundation.github.deployBranches[]')?.text;
      const inPolicies = added
        .flatMap(policyTexts)
        .filter((text) => !policies.has(text) && !text.endsWith(`heads/${branch}`));
      expect(inPolicies.filter((text) => /[*?]|\$\{/.test(text))).toEqual([]);
    }
    expect(seen.size).toBeGreaterThan(50);
  });
});

/** Whether a text of the environment is in it, however it is written. */
function isAuthored(text: string, filled: readonly { readonly text: string }[]): boolean {
  return filled.some((each) => text.includes(terraformText(each.text)) || text.includes(each.text));
}

function depth({ path }: { readonly path: string }): number {
  return path.split('.').length;
}
