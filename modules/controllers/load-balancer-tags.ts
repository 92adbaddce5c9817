/** Tags in the two places from which the AWS Load Balancer Controller takes them, as values of its chart. */
export interface LoadBalancerTags {
  readonly defaultTags: Readonly<Record<string, string>>;
  /** @default all tags are among the others */
  readonly ingressClassParams?: { readonly spec: { readonly tags: readonly { key: string; value: string }[] } };
}

/**
 * What YAML without quotes, or the flag, reads as something else than text: the end of a key, the start of a comment, ends of lines,
 * spaces that are dropped at either end, and in a key the sign that ends it. A comma or a quote no tag may hold.
 */
const ENDS_TEXT = /:(?=\s|$)|\s#|[\n\r\u0085\u2028\u2029]|^\s|\s$|[,"]/;

/**
 * Tags by how they can be written. The chart puts `defaultTags` into an argument, `--default-tags=team=video,cost=1`, without any
 * quotes; what that can't hold goes into the object of the ingress class, which is written as YAML by Helm itself.
 *
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/helm/aws-load-balancer-controller/templates/deployment.yaml
 */
export function loadBalancerTags(tags: Readonly<Record<string, string>>): LoadBalancerTags {
  const entries = Object.entries(tags);
  const plain = entries.filter(isPlain);
  const others = entries.filter((entry) => !isPlain(entry)).map(([key, value]) => ({ key, value }));
  return {
    defaultTags: Object.fromEntries(plain),
    ...(others.length > 0 && { ingressClassParams: { spec: { tags: others } } }),
  };
}

function isPlain([key, value]: readonly [string, string]): boolean {
  return !key.includes('=') && !ENDS_TEXT.test(key) && !ENDS_TEXT.test(value);
}
