import { z } from 'zod';
import { mapOrFalse } from './map-or-false.js';
import { absolutePath, duration, image, latency, percent, resourceName } from './scalars.js';
import { canarySchema } from './service-canary.js';
import { healthSchema, shutdownSchema } from './service-health.js';
import { replicasSchema, resourcesSchema, targetsSchema } from './service-scaling.js';
import { migratesSchema, schemasSchema } from './service-schemas.js';

/** What a service uses: the name of a declared resource, with the kind of access after a colon where it has kinds. */
export const need = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]*(:(read|write|consume|publish))?$/,
    'must be a resource name, or name:read, name:write, name:consume, name:publish',
  )
  .meta({ examples: ['main', 'uploads:read', 'ingest:consume'] });

// The capability to bind to lower ones is dropped, as every other.
const port = z.number().int().min(1024).max(65_535);

const variableName = z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'must be upper-case letters, digits and _');

const words = z.array(z.string());

const route = z.strictObject({
  host: z.string().min(3).meta({ description: 'Host name, covered by the certificate of the load balancer.' }),
  path: absolutePath.default('/').meta({ description: 'Everything below this path.' }),
});

const slo = z.strictObject({
  availability: percent.default(99.9).meta({ description: 'Per cent of requests or messages that succeed.' }),
  latency: latency.optional().meta({
    description: 'What 95 % of requests or messages stay below. Default: 500ms for web, 30s for workers.',
  }),
  window: duration.default('30d').meta({ description: 'What the objective is counted over: 1d to 90d.' }),
  playback: z
    .strictObject({
      startup: latency.default('2s').meta({ description: 'What 95 % of plays start within.' }),
      rebuffering: percent.default(1).meta({ description: 'Per cent of the time watched that may be spent waiting.' }),
    })
    .optional()
    .meta({ description: 'Quality of playback, where the service hears of it; canaries are judged by it, too.' }),
});

const metricName = z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'must be the name of a metric');
const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'must be the name of a label');

const metricNames = z.strictObject({
  requests: metricName.optional().meta({
    description: 'Counter of requests, with _total where it has that. Default: none, the histogram counts them.',
  }),
  status: labelName.default('code').meta({ description: 'Label with the outcome of a request.' }),
  failures: z.string().min(1).optional().meta({
    description:
      'Values of the label that are failures, as a regular expression for the whole value. Default: all but 1xx to 4xx.',
  }),
  latency: metricName.meta({ description: 'Histogram of how long requests take, without _bucket.' }),
  unit: z.enum(['seconds', 'milliseconds']).default('seconds').meta({ description: 'What the histogram counts in.' }),
});

const metrics = mapOrFalse(
  z.strictObject({
    port: port.optional().meta({ description: 'Port that metrics are read from. Default: that of the service.' }),
    path: absolutePath.default('/metrics').meta({ description: 'Path that metrics are read from.' }),
    interval: duration.default('15s').meta({ description: 'Time between two reads.' }),
    profile: z.enum(['fastapi', 'express', 'spring', 'pekko', 'go', 'otel', 'custom']).default('go').meta({
      description:
        'Library that names the metrics of a web service: they are read as http_requests_total with the label code, and http_request_duration_seconds, which go has already; custom: see names.',
    }),
    names: metricNames.optional().meta({ description: 'What the service calls its metrics, for profile: custom.' }),
  }),
).meta({ description: 'Where Prometheus reads metrics; false: nowhere, and nothing can be judged by them.' });

const migration = z.strictObject({
  command: words.min(1).meta({ description: 'Program in the image, with its arguments.' }),
  timeout: duration.default('10m').meta({ description: 'Time after which it has failed: up to 1d.' }),
});

const service = z.strictObject({
  run: z.enum(['kubernetes', 'ecs', 'lambda']).default('kubernetes').meta({ description: 'Where the service runs.' }),
  kind: z.enum(['web', 'worker', 'cron']).default('web').meta({
    description: 'web: answers requests; worker: takes messages; cron: runs on a schedule and ends.',
  }),
  group: resourceName.optional().meta({
    description: 'Services whose canaries are promoted or aborted together. Default: the kind.',
  }),
  image: image.optional().meta({
    description: 'Tag in its own repository, or registry/name:tag, or with @sha256:…. Default: named at deploy.',
  }),
  repository: resourceName.optional().meta({ description: 'Image repository. Default: the name of the service.' }),
  command: words.default([]).meta({ description: "Program to run instead of the image's own." }),
  args: words.default([]).meta({ description: "Arguments of the program instead of the image's own." }),
  port: port.default(8080).meta({ description: 'Where it listens: requests, probes and metrics.' }),
  metrics: metrics.prefault({}),
  replicas: replicasSchema.prefault({}),
  targets: targetsSchema.prefault({}),
  resources: resourcesSchema.prefault({}),
  routes: z.array(route).default([]).meta({ description: 'What reaches a web service from outside.' }),
  exposure: z.enum(['public', 'internal']).default('public').meta({
    description: 'Load balancer of the routes: public: on the internet; internal: in the VPC only.',
  }),
  health: healthSchema.prefault({}),
  shutdown: shutdownSchema.prefault({}),
  canary: canarySchema.prefault({}),
  slo: slo.optional().meta({ description: 'Objective that alerts burn down and canaries are judged by.' }),
  env: z
    .record(variableName, z.string().max(32_768))
    .default({})
    .meta({ description: 'Environment variables. Secrets are not written here: they are needs.' }),
  notSecret: z
    .record(variableName, z.string().min(8))
    .optional()
    .meta({
      description:
        'Variables of `env` that look like secrets and are none, each with the reason why anybody may read it.',
      examples: [{ PUBLIC_API_KEY: 'Maps in the browser; limited to our origin' }],
    }),
  schedule: z
    .string()
    .optional()
    .meta({ description: 'When a cron job runs, UTC, as five fields: minute, hour, day, month, day of week.' }),
  migration: migration.optional().meta({ description: 'What must succeed before a new version starts.' }),
  schemas: schemasSchema,
  migrates: migratesSchema,
  needs: z.array(need).default([]).meta({
    description:
      'Databases, caches, buckets, queues, topics and secrets that it uses. Access is granted to exactly these.',
  }),
});

/** Services by name. */
export const servicesSchema = z.record(resourceName, service).meta({ description: 'Services by name.' });
