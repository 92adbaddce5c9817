import { type AwsService, awsEndpoint } from './aws-endpoint.js';

/** What an AWS client is made from, so that it reaches one cloud and no other. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly maxAttempts: number;
  /** @default the default chain of the process */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** S3 only: buckets are told apart by path. @default false */
  readonly forcePathStyle?: boolean;
}

/** Settings of a client of a service. */
export type SettingsFor = (service: AwsService) => ClientSettings;

/** Clients of the sandbox: its address, and keys that no account knows. */
export function sandboxClients(options: {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
}): SettingsFor {
  const { endpoint, region, accountId } = options;
  const credentials = { accessKeyId: accountId, secretAccessKey: 'sandbox' };
  return () => ({ region, endpoint, maxAttempts: 2, credentials, forcePathStyle: true });
}

/** Clients of the real AWS, with the credentials of the process. */
export function awsClients(region: string): SettingsFor {
  return (service) => ({ region, endpoint: awsEndpoint(service, region), maxAttempts: 3 });
}
