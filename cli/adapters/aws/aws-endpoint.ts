/**
 * The address of a regional service of the real AWS. Clients for a real environment get it spelled out, so that neither a
 * variable nor an `endpoint_url` in a profile sends them elsewhere.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/rande.html
 */
export function awsEndpoint(service: 'sts' | 's3', region: string): string {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://${service}.${region}.${suffix}`;
}
