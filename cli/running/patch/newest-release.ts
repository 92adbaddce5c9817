import { awsEndpoint } from '../../adapters/aws/index.js';
import { defaultKeys, Sha256 } from '../../adapters/kubernetes/eks-token.js';

/**
 * Name of the public parameter that holds the newest release of nodes of a type; undefined for types that have none.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id-bottlerocket.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html
 */
export function releaseParameter(amiType: string, version: string): string | undefined {
  const bottlerocket = /^BOTTLEROCKET_(ARM_64|x86_64)(_FIPS|_NVIDIA)?$/.exec(amiType);
  if (bottlerocket) {
    const variant = `aws-k8s-${version}${(bottlerocket[2] ?? '').toLowerCase().replace('_', '-')}`;
    const architecture = bottlerocket[1] === 'ARM_64' ? 'arm64' : 'x86_64';
    return `/aws/service/bottlerocket/${variant}/${architecture}/latest/image_version`;
  }
  const amazon = /^AL2023_(ARM_64|x86_64)_STANDARD$/.exec(amiType);
  if (!amazon) return undefined;
  const architecture = amazon[1] === 'ARM_64' ? 'arm64' : 'x86_64';
  return `/aws/service/eks/optimized-ami/${version}/amazon-linux-2023/${architecture}/standard/recommended/release_version`;
}

/** Asks SSM of the real AWS for that parameter; undefined when there is none. */
export async function newestRelease(region: string, amiType: string, version: string): Promise<string | undefined> {
  const name = releaseParameter(amiType, version);
  if (!name) return undefined;
  const { SignatureV4 } = await import('@smithy/signature-v4');
  const { host, hostname } = new URL(awsEndpoint('ssm', region));
  const signer = new SignatureV4({ service: 'ssm', region, credentials: defaultKeys, sha256: Sha256 });
  const body = JSON.stringify({ Name: name });
  const request = await signer.sign({
    method: 'POST',
    protocol: 'https:',
    hostname,
    path: '/',
    query: {},
    headers: { host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameter' },
    body,
  });
  const response = await fetch(`https://${host}/`, {
    method: 'POST',
    headers: request.headers,
    body,
    signal: AbortSignal.timeout(10_000),
  });
  const answer = (await response.json()) as { Parameter?: { Value?: string }; __type?: string; message?: string };
  if (answer.__type?.endsWith('ParameterNotFound')) return undefined;
  if (!response.ok) throw new Error(`SSM answers ${response.status}: ${answer.message ?? answer.__type ?? name}`);
  return answer.Parameter?.Value;
}
