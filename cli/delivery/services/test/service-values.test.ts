import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Environment, listEnvironments, loadEnvironment } from '../../../../environments/model/index.js';
import type { StackOutputs } from '../../../kernel/stack-outputs.js';
import { serviceValues } from '../service-values.js';
import { appliedOutputs, contextWith } from './fixtures/applied-outputs.js';

const root = join(import.meta.dirname, '../../../..');
const ids = await listEnvironments({ root });
const schema = JSON.parse(await readFile(join(root, 'charts/service/values.schema.json'), 'utf8'));
const fits = new Ajv2020({ strict: false }).compile(schema);

let environment: Environment;
let outputs: StackOutputs;

beforeAll(async () => {
  environment = (await loadEnvironment('local', { root })).environment;
  outputs = appliedOutputs(environment);
});

const valuesOf = (service: string) => serviceValues(environment, service, contextWith(outputs));

function changed(service: string, changes: Record<string, unknown>): Environment {
  const declared = environment.services[service];
  return {
    ...environment,
    services: { ...environment.services, [service]: { ...declared, ...changes } },
  } as Environment;
}

describe('the values of a service', () => {
  it.each(ids)('fit the schema of the chart, for each service of %s', async (id) => {
    const { environment } = await loadEnvironment(id, { root });
    const outputs = appliedOutputs(environment);
    for (const service of Object.keys(environment.services)) {
      const values = serviceValues(environment, service, contextWith(outputs));
      fits(JSON.parse(JSON.stringify(values)));
      expect(fits.errors ?? []).toEqual([]);
    }
  });

  it('give the API 3 to 10 pods, more at 70 % CPU or 80 % memory', () => {
    const { kind, replicas, autoscaling } = valuesOf('api');
    expect({ kind, replicas }).toEqual({ kind: 'web', replicas: { min: 3, max: 10 } });
    expect(autoscaling).toMatchObject({ enabled: true, cpu: 70, memory: 80, queues: [] });
  });

  it('give the processor 2 to 5 pods, more at 80 % CPU, 85 % memory or a long queue', () => {
    const { kind, replicas, autoscaling } = valuesOf('processor');
    expect({ kind, replicas }).toEqual({ kind: 'worker', replicas: { min: 2, max: 5 } });
    expect(autoscaling).toMatchObject({ enabled: true, cpu: 80, memory: 85 });
    expect(autoscaling.queues).toEqual([{ name: 'queue-ingest-url', messagesPerPod: 30 }]);
  });

  it('put the API behind a public load balancer with TLS, a firewall and the groups of the network', () => {
    const { routes, ingress, network } = valuesOf('api');
    expect(routes).toEqual([{ host: 'api.backlot.example', path: '/' }]);
    expect(ingress).toEqual({
      enabled: true,
      scheme: 'internet-facing',
      group: 'backlot-local-public',
      certificateArn: expect.stringMatching(/^arn:/),
      webAclArn: expect.stringMatching(/^arn:/),
      subnets: expect.arrayContaining([expect.any(String)]),
      securityGroups: ['public-load-balancer-security-group-id.example'],
    });
    expect(ingress.subnets).toHaveLength(3);
    expect(network.loadBalancerCidrs).toEqual(['10.10.96.0/24', '10.10.97.0/24', '10.10.98.0/24']);
  });

  it('give a worker no load balancer and nobody who may call it', () => {
    const { routes, ingress, network } = valuesOf('processor');
    expect({ routes, ingress }).toEqual({ routes: [], ingress: { enabled: false } });
    expect({ ...network, egress: [] }).toMatchObject({ loadBalancerCidrs: [], ingressFromNamespaces: [] });
  });

  it('put an internal load balancer into the private subnets, without the firewall of the internet', () => {
    const internal = changed('api', { exposure: 'internal' });
    const { ingress } = serviceValues(internal, 'api', contextWith(appliedOutputs(internal)));
    expect(ingress).toMatchObject({ scheme: 'internal', webAclArn: '', group: 'backlot-local-internal' });
    expect(ingress.subnets?.[0]).toMatch(/^private-/);
    expect(ingress.securityGroups).toEqual(['internal-load-balancer-security-group-id.example']);
  });

  it('bring where what the API needs is, and no password', () => {
    const { env } = valuesOf('api');
    expect(env).toEqual({
      AWS_REGION: 'eu-central-1',
      AWS_DEFAULT_REGION: 'eu-central-1',
      MAIN_HOST: 'postgres-main-proxy-endpoint.example',
      MAIN_READER_HOST: 'postgres-main-replica-endpoints.example',
      MAIN_PORT: '5432',
      MAIN_DATABASE: 'movies',
      MAIN_USER: 'api',
      MAIN_AUTH: 'iam',
      MAIN_TLS: 'required',
      CACHE_HOST: 'redis-cache-primary-endpoint.example',
      CACHE_READER_HOST: 'redis-cache-reader-endpoint.example',
      CACHE_PORT: '6379',
      CACHE_USER: 'backlot-local-cache-api',
      CACHE_AUTH: 'iam',
      CACHE_TLS: 'required',
      CACHE_CLUSTER: 'redis-cache-replication-group-id.example',
      RENDITIONS_BUCKET: expect.any(String),
      INGEST_QUEUE_URL: expect.stringMatching(/^https:\/\/sqs\./),
      LOG_LEVEL: 'info',
    });
  });

  it('bring topics and buckets to the processor', () => {
    expect(valuesOf('processor').env).toMatchObject({
      UPLOADS_BUCKET: expect.any(String),
      VALIDATION_ERRORS_TOPIC_ARN: expect.stringMatching(/^arn:/),
    });
  });

  it('tell pods the address of the emulator in the sandbox, and nothing of it elsewhere', () => {
    const inSandbox = serviceValues(environment, 'api', contextWith(outputs, { awsEndpoint: 'http://127.0.0.1:4566' }));
    expect(inSandbox.env.AWS_ENDPOINT_URL).toBe('http://127.0.0.1:4566');
    expect(valuesOf('api').env).not.toHaveProperty('AWS_ENDPOINT_URL');
  });

  it('name secrets and hold none', () => {
    const { secrets, secretStore } = valuesOf('api');
    expect(secrets).toEqual([{ name: 'api-token-key', remote: expect.stringMatching(/^arn:/), env: 'API_TOKEN_KEY' }]);
    expect(secretStore.enabled).toBe(true);
  });

  it('open the way to data stores in the data subnets, by their ports alone', () => {
    const cidrs = ['10.10.99.0/24', '10.10.100.0/24', '10.10.101.0/24'];
    expect(valuesOf('api').network).toMatchObject({
      enabled: true,
      dns: true,
      https: true,
      egress: [
        { name: 'main', cidrs, ports: [5432] },
        { name: 'cache', cidrs, ports: [6379] },
      ],
    });
  });

  it('close the way to AWS for a service that needs nothing of it', () => {
    const { network, env } = serviceValues(changed('api', { needs: [] }), 'api', contextWith(outputs));
    expect(network).toMatchObject({ https: false, egress: [] });
    expect(Object.keys(env)).toEqual(['AWS_REGION', 'AWS_DEFAULT_REGION', 'LOG_LEVEL']);
  });

  it('judge the canary of the API by success, latency and playback, in about a minute and a half', () => {
    const { canary, slo } = valuesOf('api');
    expect(canary).toMatchObject({
      enabled: true,
      steps: [20, 50],
      analysis: {
        prometheus: 'http://127.0.0.1:9090',
        initialDelay: '15s',
        interval: '5s',
        count: 3,
        window: '20s',
        minimumSamples: 50,
        undecided: 'abort',
        undecidedLimit: 24,
        successRate: 0.99,
        successRateMargin: 0.01,
        latencyP95: 0.5,
        latencyRatio: 1.5,
        playback: { startupP95: 2, startupRatio: 1.5, rebufferRatio: 0.01, rebufferMargin: 0.005 },
      },
    });
    expect(slo).toEqual({
      availability: 99.9,
      latencyP95: 0.5,
      window: '30d',
      playback: { startupP95: 2, rebufferRatio: 0.01 },
    });
  });

  it('rename the metrics of a library as they are read, and leave the common names alone', () => {
    const metrics = (more: object) => ({ metrics: { path: '/metrics', interval: '5s', ...more } }) as never;
    expect(valuesOf('api').podMonitor).toEqual({ enabled: true, path: '/metrics', interval: '5s' });
    const { podMonitor } = serviceValues(changed('api', metrics({ profile: 'fastapi' })), 'api', contextWith(outputs));
    expect(podMonitor).toMatchObject({ profile: 'fastapi' });
    expect(podMonitor.metricRelabelings).toContainEqual(expect.objectContaining({ targetLabel: 'code' }));
    const names = { latency: 'call_ms', status: 'result', unit: 'milliseconds' };
    const own = serviceValues(changed('api', metrics({ profile: 'custom', names })), 'api', contextWith(outputs));
    expect(own.podMonitor.metricRelabelings?.length).toBeGreaterThan(5);
  });

  it('judge no playback where the service hears of none, and messages by their own latency', () => {
    const { canary, slo } = valuesOf('processor');
    expect(canary.analysis).toMatchObject({ playback: null, latencyP95: 30 });
    expect(slo).toMatchObject({ latencyP95: 30, playback: null });
  });

  it('take the usual latency of the kind where there is no objective', () => {
    const latency = (service: string) =>
      serviceValues(changed(service, { slo: undefined }), service, contextWith(outputs)).canary.analysis?.latencyP95;
    expect([latency('api'), latency('processor')]).toEqual([0.5, 30]);
  });

  it('make no canary where none is wanted', () => {
    const { canary } = serviceValues(changed('api', { canary: false }), 'api', contextWith(outputs));
    expect(canary).toEqual({ enabled: false, progressDeadlineSeconds: 360 });
  });

  it('refuse a canary that the cluster cannot do, and say what to do', () => {
    const capabilities = { rollouts: false, externalSecrets: true, podMonitor: true, gateway: true };
    expect(() => serviceValues(environment, 'api', contextWith(outputs, { capabilities }))).toThrow(
      expect.objectContaining({
        code: 'RolloutsMissing',
        actions: expect.arrayContaining(['backlot deploy local --only controllers']),
      }),
    );
  });

  it('leave out kinds that the cluster does not know', () => {
    const capabilities = { rollouts: true, externalSecrets: false, podMonitor: false, gateway: false };
    const { secretStore, podMonitor } = serviceValues(environment, 'api', contextWith(outputs, { capabilities }));
    expect([secretStore.enabled, podMonitor.enabled]).toEqual([false, false]);
  });

  it('ask for the probes, the times and the resources that are declared', () => {
    const { health, termination, resources, priorityClass } = valuesOf('api');
    expect(health).toEqual({
      startup: { path: '/healthz', periodSeconds: 2, failureThreshold: 30 },
      readiness: { path: '/readyz' },
      liveness: { path: '/healthz' },
    });
    expect(termination).toEqual({ gracePeriodSeconds: 45, preStopSeconds: 10 });
    expect(resources).toEqual({
      requests: { cpu: '500m', memory: '512Mi' },
      limits: { cpu: '', memory: '1Gi' },
    });
    expect([priorityClass, valuesOf('processor').priorityClass]).toEqual(['backlot-serving', 'backlot-processing']);
  });

  it('double the memory that a pod may take where no limit is declared', () => {
    const declared = changed('api', { resources: { cpu: '250m', memory: '256Mi' } });
    expect(serviceValues(declared, 'api', contextWith(outputs)).resources.limits.memory).toBe('512Mi');
  });

  it('run a cron job on its schedule, without probes of readiness to wait for and without an autoscaler', () => {
    const cron = changed('processor', { kind: 'cron', schedule: '0 3 * * *' });
    const values = serviceValues(cron, 'processor', contextWith(outputs));
    expect(values).toMatchObject({
      schedule: '0 3 * * *',
      autoscaling: { enabled: false },
      canary: { enabled: false },
      podDisruptionBudget: { enabled: false },
      podMonitor: { enabled: false },
    });
    fits(JSON.parse(JSON.stringify(values)));
    expect(fits.errors ?? []).toEqual([]);
  });

  it('run a migration before the new version', () => {
    const migration = { command: ['alembic', 'upgrade', 'head'], timeout: '5m' };
    const values = serviceValues(changed('api', { migration }), 'api', contextWith(outputs));
    expect(values.migration).toEqual({ enabled: true, command: migration.command, deadlineSeconds: 300 });
  });

  it.each([
    ['network', 'api'],
    ['media', 'api'],
    ['data', 'api'],
    ['messaging', 'processor'],
    ['secrets', 'api'],
  ])('name stack %s and the command when it is not applied', (stack, service) => {
    const { [stack]: _without, ...rest } = outputs;
    expect(() => serviceValues(environment, service, contextWith(rest))).toThrow(
      expect.objectContaining({
        code: 'OutputMissing',
        message: expect.stringContaining(`stack '${stack}' of 'local' isn't applied`),
        actions: [`backlot deploy local --stack ${stack}`],
      }),
    );
  });

  it.each(['ecs', 'lambda'])('are not for services on %s', (run) => {
    expect(() => serviceValues(changed('api', { run }), 'api', contextWith(outputs))).toThrow(
      expect.objectContaining({ code: 'NotOnKubernetes' }),
    );
  });

  it('know the services of the environment', () => {
    expect(() => valuesOf('web')).toThrow(expect.objectContaining({ code: 'UnknownService', exitCode: 3 }));
  });
});
