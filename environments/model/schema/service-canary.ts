import { z } from 'zod';
import { mapOrFalse } from './map-or-false.js';
import { duration, latency, percent } from './scalars.js';

const limit = z.number().int().min(0).max(1000);

const playback = z
  .strictObject({
    startupRatio: z
      .number()
      .min(1)
      .default(1.5)
      .meta({ description: 'Times the start-up time of the stable version that the new one may take.' }),
    rebufferingMargin: percent
      .default(0.5)
      .meta({ description: 'Percentage points by which more of the time watched may be spent waiting.' }),
    minimumPlays: z.number().int().min(1).default(50).meta({
      description: 'Plays started in the window without which playback is not judged; requests alone decide then.',
    }),
  })
  .meta({ description: 'Playback beside the stable version, for services whose slo has playback.' });

/** How a new version proves itself on a part of the traffic. */
const judged = z.strictObject({
  steps: z
    .array(z.number().int().min(1).max(99))
    .min(1)
    .max(10)
    .default([20, 50])
    .meta({ description: 'Per cent of the traffic that the new version gets, step by step; then all.' }),
  initialDelay: duration.default('30s').meta({ description: 'Time after a step before the first check.' }),
  interval: duration.default('30s').meta({ description: 'Time between two checks.' }),
  checks: z.number().int().min(1).max(100).default(5).meta({ description: 'Checks at each step.' }),
  window: duration.default('1m').meta({ description: 'How far a check looks back.' }),
  minimumSamples: z.number().int().min(1).default(100).meta({
    description: 'Requests or messages in the window without which a check decides nothing, and is waited for.',
  }),
  successRate: percent.default(99).meta({ description: 'Per cent of requests or messages that must succeed.' }),
  successRateMargin: percent
    .default(1)
    .meta({ description: 'Percentage points by which fewer may succeed than with the stable version.' }),
  latency: latency.optional().meta({ description: 'What 95 % must stay below. Default: that of slo.' }),
  latencyRatio: z
    .number()
    .min(1)
    .max(100)
    .default(1.5)
    .meta({ description: 'Times the latency of the stable version that the new one may take.' }),
  playback: playback.prefault({}),
  failureLimit: limit.default(1).meta({ description: 'Checks that may fail before the new version is aborted.' }),
  maxWait: duration.default('10m').meta({ description: 'How long a step waits for samples that are too few.' }),
  undecided: z.enum(['abort', 'hold']).default('abort').meta({
    description:
      'What follows when maxWait is over: abort: stable gets all traffic; hold: a person is paged, and until they decide no autoscaler acts.',
  }),
  inconclusiveLimit: limit.optional().meta({ description: 'Has no effect any more: maxWait and undecided say it.' }),
  errorLimit: z
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(360)
    .meta({ description: 'Times in a row that Prometheus may give no answer.' }),
  rollbackWindow: z
    .number()
    .int()
    .min(0)
    .max(5)
    .default(3)
    .meta({ description: 'Going back by up to so many releases skips the steps; 0: never.' }),
  keepAborted: duration.default('30s').meta({ description: 'How long the pods of an aborted version stay.' }),
});

/** How a new version gets its traffic: by steps that it must earn, or `false` for all at once. */
export const canarySchema = mapOrFalse(judged).meta({
  description: 'How a new version proves itself; false replaces the pods without asking.',
});
