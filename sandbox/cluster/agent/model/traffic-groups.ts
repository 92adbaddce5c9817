/** A target group of a load balancer and its share of the traffic. */
export interface TrafficGroup {
  /** Name of a Service. */
  readonly service: string;
  /** Relative to the sum of all. */
  readonly weight: number;
}

/**
 * Reads the value of an Ingress annotation `alb.ingress.kubernetes.io/actions.<service>`. People write its keys in camel
 * case, Argo Rollouts in Pascal case. Undefined where it doesn't forward.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#actions
 */
export function trafficGroups(annotation: string | undefined): readonly TrafficGroup[] | undefined {
  if (!annotation) return undefined;
  let action: unknown;
  try {
    action = JSON.parse(annotation);
  } catch {
    // The controller of a real load balancer refuses it, and keeps what it had.
    return undefined;
  }
  const groups = field(field(action, 'forwardConfig'), 'targetGroups');
  if (!Array.isArray(groups)) return undefined;
  const read = groups.flatMap((group: unknown) => {
    const service = field(group, 'serviceName');
    const weight = Number(field(group, 'weight') ?? 1);
    return typeof service === 'string' && weight >= 0 ? [{ service, weight }] : [];
  });
  return read.length > 0 ? read : undefined;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const entry = Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return entry?.[1];
}
