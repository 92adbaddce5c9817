/** A pod under a rate of requests. */
export interface Saturation {
  /** Requests per second that it answers. */
  readonly servedRps: number;
  /** Time that a request waits for its turn, on average, in seconds. */
  readonly waitSeconds: number;
  /** CPU that is used, in cores. */
  readonly cores: number;
}

/**
 * A queue with as many servers as the pod has cores (M/M/c): the nearer the rate comes to what its CPU can do, the longer
 * requests wait, up to `longestWait`; what goes beyond isn't served.
 *
 * @param cpuSeconds CPU time of a request
 * @param most requests per second that it can do for other reasons than CPU
 * @see https://en.wikipedia.org/wiki/M/M/c_queue
 */
export function saturation(props: {
  readonly rps: number;
  readonly cpuSeconds: number;
  readonly cores: number;
  readonly longestWait: number;
  readonly most?: number;
}): Saturation {
  const { rps, cpuSeconds, cores, longestWait } = props;
  const capacity = Math.min(
    cpuSeconds > 0 ? cores / cpuSeconds : Number.POSITIVE_INFINITY,
    props.most ?? Number.POSITIVE_INFINITY,
  );
  const servedRps = Math.min(rps, capacity);
  if (servedRps <= 0) return { servedRps: 0, waitSeconds: 0, cores: 0 };
  const used = servedRps * cpuSeconds;
  if (capacity === Number.POSITIVE_INFINITY) return { servedRps, waitSeconds: 0, cores: used };
  if (rps >= capacity) return { servedRps, waitSeconds: longestWait, cores: used };
  const servers = Math.max(1, Math.round(cores));
  const offered = (rps / capacity) * servers;
  const wait = waitingShare(servers, offered) / (capacity - rps);
  return { servedRps, waitSeconds: Math.min(longestWait, wait), cores: used };
}

/** Erlang's C: share of requests that find all servers busy. */
function waitingShare(servers: number, offered: number): number {
  let term = 1;
  let sum = 1;
  for (let count = 1; count < servers; count += 1) {
    term *= offered / count;
    sum += term;
  }
  const busy = ((term * offered) / servers) * (servers / (servers - offered));
  return busy / (sum + busy);
}
