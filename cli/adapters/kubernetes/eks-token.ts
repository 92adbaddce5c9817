import { createHash, createHmac } from 'node:crypto';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { BearerToken } from './kubernetes.js';

/** Keys that requests to AWS are signed with. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Which cluster a token opens. */
export interface EksTokenProps {
  readonly cluster: string;
  readonly region: string;
  /** @default the default chain of the SDK: variables, profile, SSO, container, instance */
  readonly keys?: () => Promise<AwsKeys>;
  /** @default now */
  readonly now?: Date;
}

/** EKS accepts a token for 15 minutes, whatever the URL in it says. */
const LIFETIME_SECONDS = 14 * 60;

/**
 * A token of EKS: a URL of STS GetCallerIdentity, signed for one minute and for one cluster, which EKS calls to learn who
 * we are. Nothing is sent for it.
 *
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster
 * @throws BacklotError `NoCredentials`, with exit code 4.
 */
export async function eksToken({
  cluster,
  region,
  keys = defaultKeys,
  now = new Date(),
}: EksTokenProps): Promise<BearerToken> {
  const [{ SignatureV4 }, credentials] = await Promise.all([
    import('@smithy/signature-v4'),
    keys().catch((cause: Error) => {
      throw new BacklotError({
        code: 'NoCredentials',
        message: `no AWS credentials were found for the EKS cluster '${cluster}': ${cause.message}`,
        exitCode: 4,
        hints: ['AWS_PROFILE names another profile'],
        actions: ['aws sso login'],
        cause,
      });
    }),
  ]);
  const hostname = `sts.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Sha256, applyChecksum: false });
  const signed = await signer.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname,
      path: '/',
      headers: { host: hostname, 'x-k8s-aws-id': cluster },
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
    },
    { expiresIn: 60, signingDate: now, unhoistableHeaders: new Set(['x-k8s-aws-id']) },
  );
  const query = new URLSearchParams(signed.query as Record<string, string>);
  const url = `https://${hostname}/?${query}`;
  return {
    token: `k8s-aws-v1.${Buffer.from(url).toString('base64url')}`,
    expires: new Date(now.getTime() + LIFETIME_SECONDS * 1000),
  };
}

/** Keys of the default chain of the SDK. */
export async function defaultKeys(): Promise<AwsKeys> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({});
  try {
    return await client.config.credentials();
  } finally {
    client.destroy();
  }
}

/** SHA-256 of Node in the shape that the signer wants. */
export class Sha256 {
  private readonly hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.hash.digest());
  }

  reset(): void {
    throw new Error('a hash is used once');
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array | string {
  if (typeof data === 'string') return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
