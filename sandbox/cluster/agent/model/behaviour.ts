/** How a version misbehaves in the model; words about the life of its pods are for the simulated nodes, not for it. */
export interface Behaviour {
  /** Of requests that fail with 500: 0 to 1. */
  readonly errorShare: number;
  readonly latencyFactor: number;
  readonly cpuFactor: number;
  /** MiB per minute. */
  readonly leakMiBPerMinute: number;
  /** Of the time watched, 0 to 1. @default a good service's */
  readonly rebufferShare?: number;
}

/** Annotation of pods, `error=5,slow=2`. */
export const behaviourAnnotation = 'sandbox.backlot.dev/behaviour';

/** Reads the words of an image tag (`1.3.0-sim.error5.slow1p5`) and of the annotation, which wins. */
export function behaviourOf(image: string, annotation = ''): Behaviour {
  const suffix = /:[\w.-]*-sim\.([\w.]+)(?:@.*)?$/.exec(image)?.[1] ?? '';
  const words = new Map<string, number>();
  for (const word of [...suffix.split('.'), ...annotation.split(/[\s,]+/)]) {
    const match = /^(error|slow|cpu|leak|rebuffer)=?(\d+(?:[p.]\d+)?)$/.exec(word);
    if (match?.[1]) words.set(match[1], Number(match[2]?.replace('p', '.')));
  }
  const rebuffer = words.get('rebuffer');
  return {
    errorShare: Math.min(100, words.get('error') ?? 0) / 100,
    latencyFactor: words.get('slow') || 1,
    cpuFactor: words.get('cpu') || 1,
    leakMiBPerMinute: words.get('leak') ?? 0,
    rebufferShare: rebuffer === undefined ? undefined : Math.min(100, rebuffer) / 100,
  };
}

/** Tag of an image reference without its digest; `latest` where there is none. */
export function tagOf(image: string): string {
  return /:([\w.-]+)$/.exec(image.replace(/@.*$/, ''))?.[1] ?? 'latest';
}
