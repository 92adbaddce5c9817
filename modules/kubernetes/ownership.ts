/** Whose an object of the cluster's baseline is. */
export interface Ownership {
  readonly platform: string;
  readonly environment: string;
}

/** Annotation that names the owner of an object as `<platform>/<environment>`. */
export const OWNER_ANNOTATION = 'backlot.dev/owner';

/** What every noun of the baseline is made from. */
export interface OwnedProps {
  readonly owner: Ownership;
}

/** Name, labels and annotations that every object of the baseline carries. */
export function ownedMetadata(
  { platform, environment }: Ownership,
  name: string,
  more: {
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  } = {},
) {
  return {
    name,
    ...(more.namespace && { namespace: more.namespace }),
    labels: {
      'app.kubernetes.io/name': 'cluster-baseline',
      'app.kubernetes.io/managed-by': 'backlot',
      'app.kubernetes.io/part-of': platform,
      'backlot.dev/environment': environment,
      ...more.labels,
    },
    annotations: { [OWNER_ANNOTATION]: `${platform}/${environment}`, ...more.annotations },
  };
}
