import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { HOSTILE_TEXTS } from '../../modules/values/test/hostile-texts.js';
import { only, type Rendered, renderService, renderText, type Values } from './helm.js';

/** Texts that YAML 1.1, which Helm and Kubernetes read, takes for something else when they stand without quotes. */
const WORDS = ['no', 'on', 'y', 'null', '1e3', '0x1', '2026-01-01'];

/** Stands for any text; nothing else in the charts has it. */
const MARK = 'xmarkx';

const image = (tag: string) => ({ repository: 'registry.example/api', tag });

/** Values in which every name and text that a person chooses is `word`. */
const SHAPES: Readonly<Record<string, (word: string) => Values>> = {
  web: (word) => ({
    image: image(word),
    group: word,
    environment: word,
    platform: word,
    command: [word],
    args: [word],
    env: { A: word },
    secrets: [{ name: word, remote: word, env: 'B', property: word }],
    secretStore: { name: word },
    serviceAccount: { create: true, name: word, annotations: { [word]: word } },
    routes: [{ host: 'api.example', path: `/${word}` }],
    ingress: { enabled: true, className: word, group: word, subnets: [word], securityGroups: [word] },
    migration: { enabled: true, command: [word] },
    network: {
      ingressFromNamespaces: [word],
      ingressFromServices: [word],
      metricsFromNamespace: word,
      egress: [{ name: word, services: [word], ports: [1] }],
    },
    scratch: [{ name: word, path: `/${word}`, size: '1Mi' }],
    podLabels: { [word]: word },
    podAnnotations: { [word]: word },
    nodeSelector: { [word]: word },
    tolerations: [{ key: word, value: word, effect: 'NoSchedule' }],
    priorityClass: word,
    release: { declaredImage: word, id: word },
  }),
  worker: (word) => ({
    image: image(word),
    kind: 'worker',
    canary: { enabled: false },
    autoscaling: { queues: [{ name: word, messagesPerPod: 3 }] },
    health: { readiness: { command: [word] } },
  }),
  cron: (word) => ({
    image: image(word),
    kind: 'cron',
    schedule: '0 3 * * *',
    environment: word,
    command: [word],
    config: { A: word },
  }),
  observability: (word) => ({
    environment: word,
    platform: word,
    alerts: { labels: { [word]: word } },
    rules: { labels: { [word]: word } },
    services: [
      {
        name: word,
        namespace: word,
        kind: 'worker',
        slo: { availability: 99, latencyP95: 1, window: '30d' },
        queues: [{ name: word, maxMessages: 1, maxAgeSeconds: 60 }],
      },
    ],
  }),
};

describe('a text that YAML reads as something else', () => {
  const cases = Object.keys(SHAPES).flatMap((shape) => WORDS.map((word) => [word, shape] as const));

  it.each(cases)("stays the text '%s' wherever it stands in a %s", async (word, shape) => {
    const [found, expected] = await Promise.all([rendered(shape, word), rendered(shape, MARK)]);
    expect(found).toEqual(JSON.parse(JSON.stringify(expected).replaceAll(MARK, word)));
  });

  it('stays the name of a variable, and its value', async () => {
    const env = {
      YES: 'yes',
      NO: 'NO',
      Y: 'y',
      ON: 'on',
      NULL: 'null',
      TRUE: 'true',
      A: '012',
      B: '12_3',
      C: '1:30',
      D: '',
    };
    const config = { OFF: 'off', N: '~', E: '=', F: '.inf', G: '- a', H: 'a: b', I: 'a #b', J: 'two\nlines' };
    const text = await renderText({ chart: 'service', name: 'api', file: '' }, { image: image('1'), env, config });
    const objects = readAsHelm(text);
    const given = only(objects, 'Rollout').spec.template.spec.containers[0].env.slice(-Object.keys(env).length);
    expect(Object.fromEntries(given.map((each: Rendered) => [each.name, each.value]))).toEqual(env);
    expect(only(objects, 'ConfigMap').data).toEqual(config);
  });
});

describe('a dollar', () => {
  const texts = ['$$', '$(POD_NAME)', '$$(POD_NAME)', 'a$', '$HOME', 'pa$$w0rd', '$$$', '$(', '$()'];

  it.each(texts)("reaches the program as written in '%s'", async (text) => {
    const migration = { enabled: true, command: ['migrate', text] };
    const health = { liveness: { command: ['check', text] } };
    const values = { image: image('1'), command: ['run', text], args: [text], env: { A: text }, config: { B: text } };
    const objects = await renderService({ ...values, migration, health });
    const [serving] = only(objects, 'Rollout').spec.template.spec.containers;
    const [migrating] = only(objects, 'Job').spec.template.spec.containers;
    expect([...serving.command, ...serving.args].map(asKubelet)).toEqual(['run', text, text]);
    expect(serving.livenessProbe.exec.command.map(asKubelet)).toEqual(['check', text]);
    expect(migrating.command.map(asKubelet)).toEqual(['migrate', text]);
    // Of a ConfigMap the kubelet changes nothing; what is written out of it for the migration is a variable.
    expect(only(objects, 'ConfigMap').data).toEqual({ B: text });
    for (const [container, name] of [
      [serving, 'A'],
      [migrating, 'A'],
      [migrating, 'B'],
    ] as const) {
      expect(asKubelet(container.env.find((each: Rendered) => each.name === name).value)).toBe(text);
    }
  });
});

describe('a hostile text', () => {
  it('is one text wherever a chart takes any, in 40 cases', async () => {
    const named = (prefix: string) => Object.fromEntries(HOSTILE_TEXTS.map((text, at) => [`${prefix}${at}`, text]));
    const migration = { enabled: true, command: HOSTILE_TEXTS };
    const health = { liveness: { command: HOSTILE_TEXTS } };
    const podMonitor = {
      enabled: true,
      metricRelabelings: HOSTILE_TEXTS.map((regex) => ({ sourceLabels: ['__name__'], regex, targetLabel: 'code' })),
    };
    const values = {
      ...{ image: image('1'), command: HOSTILE_TEXTS, args: HOSTILE_TEXTS, env: named('E'), config: named('C') },
      ...{ migration, health, podMonitor, podAnnotations: named('a') },
    };
    const objects = readAsHelm(await renderText({ chart: 'service', name: 'api', file: '' }, values));
    const { metadata, spec } = only(objects, 'Rollout').spec.template;
    const [serving] = spec.containers;
    const texts = [serving.command, serving.args, serving.livenessProbe.exec.command];
    texts.push(only(objects, 'Job').spec.template.spec.containers[0].command);
    texts.push(serving.env.filter(({ name }: Rendered) => /^E\d/.test(name)).map(({ value }: Rendered) => value));
    for (const some of texts) expect(some.map(asKubelet).sort()).toEqual([...HOSTILE_TEXTS].sort());
    expect(only(objects, 'ConfigMap').data).toEqual(named('C'));
    // Where Helm writes YAML itself, it leaves these two as ends of a line, which Go's reader takes back and ours doesn't.
    const plain = HOSTILE_TEXTS.flatMap((text, at) => (/[\u0085\u2028]/.test(text) ? [] : [{ text, at }]));
    const [{ metricRelabelings }] = only(objects, 'PodMonitor').spec.podMetricsEndpoints;
    for (const { text, at } of plain) {
      expect([metadata.annotations[`a${at}`], metricRelabelings[at].regex]).toEqual([text, text]);
    }
  });
});

async function rendered(shape: string, word: string): Promise<Rendered[]> {
  const chart = shape === 'observability' ? shape : 'service';
  const values = (SHAPES[shape] as (word: string) => Values)(word);
  const objects = readAsHelm(await renderText({ chart, name: word, file: '' }, values));
  // A digest of the values is another for each word.
  return JSON.parse(JSON.stringify(objects, (key, value) => (key === 'checksum/config' ? undefined : value)));
}

/** Objects by the rules of YAML 1.1. */
function readAsHelm(text: string): Rendered[] {
  return parseAllDocuments(text, { version: '1.1' }).flatMap((each) =>
    each.toJSON() ? [each.toJSON() as Rendered] : [],
  );
}

/**
 * What a program gets of a text: `Expand` of k8s.io/kubernetes/third_party/forked/golang/expansion, where every name is
 * known and stands for `expanded`.
 */
function asKubelet(text: string): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (_all, next: string) => (next === '$' ? '$' : 'expanded'));
}
