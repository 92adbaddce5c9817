import { z } from 'zod';
import { absolutePath, duration } from './scalars.js';

/** How a service says that it is well. */
export const healthSchema = z
  .strictObject({
    startup: absolutePath
      .default('/healthz')
      .meta({ description: 'Path that answers once the service has started; the others wait for it.' }),
    readiness: absolutePath.default('/readyz').meta({ description: 'Path that answers while the pod can take work.' }),
    liveness: absolutePath
      .default('/healthz')
      .meta({ description: 'Path that answers while the pod need not be restarted. Must ask no other system.' }),
    startupTimeout: duration
      .default('60s')
      .meta({ description: 'Time to start in before the container is restarted: up to 1h.' }),
  })
  .meta({ description: 'Probes by HTTP on the port of the service; cron jobs have none.' });

/** How a pod goes away. */
export const shutdownSchema = z
  .strictObject({
    drain: duration
      .default('10s')
      .meta({ description: 'How long a pod goes on serving after the load balancer was told that it leaves.' }),
    grace: duration
      .default('45s')
      .meta({ description: 'Time from the order to stop until the pod is killed, drain included: up to 2h.' }),
  })
  .meta({ description: 'How a pod goes away.' });
