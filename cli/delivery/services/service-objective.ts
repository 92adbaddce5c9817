import type { Environment } from '../../../environments/model/index.js';
import { latencySeconds } from '../../../modules/values/latency.js';
import type { ServiceValues } from './service-values-shape.js';
import { share } from './share.js';

type Service = Environment['services'][string];

/** What is meant where nothing is said, by kind of service. */
const USUAL_LATENCY = { web: '500ms', worker: '30s', cron: '30s' } as const;

/** Seconds that 95 % of requests or messages stay below. */
export function objectiveLatency({ kind, slo }: Service): number {
  return latencySeconds(slo?.latency ?? USUAL_LATENCY[kind]);
}

/** The objective of a service; undefined when it has none. */
export function objectiveValues(service: Service): ServiceValues['slo'] {
  const { slo } = service;
  if (!slo) return undefined;
  const { availability, window, playback } = slo;
  return {
    availability,
    latencyP95: objectiveLatency(service),
    window,
    playback: playback
      ? { startupP95: latencySeconds(playback.startup), rebufferRatio: share(playback.rebuffering) }
      : null,
  };
}
