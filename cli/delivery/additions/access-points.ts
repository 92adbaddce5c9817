import type { ApiObject } from '../../../resources/aws-calls.js';
import type { Cloud } from '../../session/cloud/index.js';

/** How the control plane of S3 is reached; tests put theirs here. */
export interface ControlDependencies {
  readonly fetch: typeof fetch;
  readonly keys: () => Promise<{
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  }>;
}

/**
 * Access points of a bucket. The control plane of S3 has an SDK client of its own; this is the one call of it that is
 * needed, signed by hand.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListAccessPoints.html
 */
export async function listAccessPoints(
  { endpoint, accountId }: Pick<Cloud, 'endpoint' | 'accountId'>,
  { Bucket }: ApiObject,
  region: string,
  dependencies: Partial<ControlDependencies> = {},
): Promise<ApiObject> {
  const [{ SignatureV4 }, { Sha256, defaultKeys }] = await Promise.all([
    import('@smithy/signature-v4'),
    import('../../adapters/kubernetes/eks-token.js'),
  ]);
  const sandbox = { accessKeyId: accountId, secretAccessKey: 'sandbox' };
  const credentials = endpoint ? sandbox : await (dependencies.keys ?? defaultKeys)();
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const { protocol, host, hostname, port } = new URL(endpoint ?? `https://${accountId}.s3-control.${region}.${suffix}`);
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256 });
  const points: ApiObject[] = [];
  for (let nextToken: string | undefined; ; ) {
    const query = { bucket: Bucket, maxResults: '1000', ...(nextToken ? { nextToken } : {}) };
    const headers = { host, 'x-amz-account-id': accountId };
    const path = '/v20180820/accesspoint';
    const request = await signer.sign({
      method: 'GET',
      protocol,
      hostname,
      ...(port ? { port: Number(port) } : {}),
      path,
      query,
      headers,
    });
    const url = `${protocol}//${host}${path}?${new URLSearchParams(query)}`;
    const response = await (dependencies.fetch ?? fetch)(url, {
      headers: request.headers,
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (!response.ok || !text.includes('ListAccessPointsResult')) throw refused(response.status, text);
    points.push(...[...text.matchAll(/<AccessPoint>(.*?)<\/AccessPoint>/gs)].map(([, point = '']) => fieldsOf(point)));
    nextToken = /<NextToken>([^<]+)</.exec(text)?.[1];
    if (!nextToken) return { AccessPointList: points };
  }
}

function fieldsOf(xml: string): ApiObject {
  return Object.fromEntries(
    [...xml.matchAll(/<(Name|NetworkOrigin|Bucket)>([^<]*)</g)].map(([, name, value]) => [name, value]),
  );
}

/** Another answer than a list is none: an emulator may take the path for a bucket's. */
function refused(status: number, text: string): Error {
  const name = /<Code>([^<]+)</.exec(text)?.[1] ?? 'NotImplemented';
  const error = new Error(/<Message>([^<]+)</.exec(text)?.[1] ?? `HTTP ${status}`);
  // Whatever an emulator takes the path for, a missing bucket of that name says nothing about access points.
  error.name = name.startsWith('NoSuch') ? 'NotImplemented' : name;
  return Object.assign(error, { $metadata: { httpStatusCode: status } });
}
