/** How the name of a service starts its address: `s3`, `kms`, `iam`, `ecr`. */
export type AwsService = string;

/**
 * The address of a service of the real AWS. Clients for a real environment get it spelled out, so that neither a variable
 * nor an `endpoint_url` in a profile sends them elsewhere.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/rande.html
 */
export function awsEndpoint(service: AwsService, region: string): string {
  const china = region.startsWith('cn-');
  const suffix = china ? 'amazonaws.com.cn' : 'amazonaws.com';
  if (service === 'iam') {
    // IAM is one for each partition.
    if (china) return `https://iam.cn-north-1.${suffix}`;
    return region.startsWith('us-gov-') ? `https://iam.us-gov.${suffix}` : `https://iam.${suffix}`;
  }
  return `https://${service === 'ecr' ? 'api.ecr' : service}.${region}.${suffix}`;
}
