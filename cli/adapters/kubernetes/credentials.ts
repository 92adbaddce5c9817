import { readFile } from 'node:fs/promises';
import type { Agent, AgentOptions } from 'node:https';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { execCredentials } from './exec-credentials.js';
import type { KubeconfigContext } from './kubeconfig.js';
import type { BearerToken } from './kubernetes.js';

/** What a request carries, and the TLS that it goes over. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: AgentOptions;
  /** When they end. @default never */
  readonly expires?: Date;
  /** Of a proxy. @default a direct connection */
  readonly agent?: Agent;
}

/**
 * Credentials of a context of a kubeconfig: certificates, tokens and exec plugins by ourselves, the older auth providers
 * and proxies through the official client, which takes a second to load.
 *
 * @throws BacklotError `CredentialsUnreadable`, `CredentialsPluginFailed`, with exit code 4.
 */
export async function credentialsOf(
  kubeconfig: string,
  context: KubeconfigContext,
  token?: () => Promise<BearerToken>,
): Promise<Credentials> {
  const { cluster, user } = context;
  if (user['auth-provider'] || cluster['proxy-url']) return byOfficialClient(kubeconfig, context);
  const tls: AgentOptions = {
    ca: await material(cluster['certificate-authority-data'], cluster['certificate-authority']),
    cert: await material(user['client-certificate-data'], user['client-certificate']),
    key: await material(user['client-key-data'], user['client-key']),
    rejectUnauthorized: cluster['insecure-skip-tls-verify'] !== true,
    ...(cluster['tls-server-name'] && { servername: cluster['tls-server-name'] }),
  };
  const impersonation: Record<string, string> = user.as ? { 'impersonate-user': user.as } : {};
  const bearer = (value: string) => ({ ...impersonation, authorization: `Bearer ${value.trim()}` });
  if (token) {
    const minted = await token();
    return { tls, headers: bearer(minted.token), expires: minted.expires };
  }
  // As in client-go, a file wins over the token itself: it is renewed.
  const fixed = user.tokenFile ? (await material(undefined, user.tokenFile))?.toString() : user.token;
  // Tokens in files are rotated by whoever writes them.
  if (fixed) return { tls, headers: bearer(fixed), ...(user.tokenFile && { expires: new Date(Date.now() + 60_000) }) };
  if (user.exec) {
    const made = await execCredentials(user.exec, context);
    const certificate = made.clientCertificateData && { cert: made.clientCertificateData, key: made.clientKeyData };
    return {
      tls: { ...tls, ...certificate },
      headers: made.token ? bearer(made.token) : impersonation,
      ...(made.expirationTimestamp && { expires: new Date(made.expirationTimestamp) }),
    };
  }
  if (user.username) {
    const basic = Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64');
    return { tls, headers: { ...impersonation, authorization: `Basic ${basic}` } };
  }
  return { tls, headers: impersonation };
}

async function material(data: string | undefined, path: string | undefined): Promise<Buffer | undefined> {
  if (data) return Buffer.from(data, 'base64');
  if (!path) return undefined;
  return readFile(path).catch((cause: Error) => {
    throw new BacklotError({
      code: 'CredentialsUnreadable',
      message: `${path}, which the kubeconfig names, cannot be read: ${cause.message}`,
      exitCode: 4,
      cause,
    });
  });
}

async function byOfficialClient(kubeconfig: string, { name, user }: KubeconfigContext): Promise<Credentials> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    config.loadFromFile(kubeconfig);
    config.setCurrentContext(name);
    const options: { headers?: Record<string, string>; agent?: Agent; auth?: string } = {};
    await config.applyToHTTPSOptions(options as Parameters<typeof config.applyToHTTPSOptions>[0]);
    const basic = options.auth && { authorization: `Basic ${Buffer.from(options.auth).toString('base64')}` };
    const headers = Object.fromEntries(Object.entries(options.headers ?? {}).map(([k, v]) => [k.toLowerCase(), v]));
    return {
      headers: { ...basic, ...headers },
      tls: {},
      agent: options.agent,
      expires: user['auth-provider'] || user.exec ? new Date(Date.now() + 60_000) : undefined,
    };
  } catch (cause) {
    throw new BacklotError({
      code: 'CredentialsPluginFailed',
      message: `the credentials of context '${name}' cannot be had: ${(cause as Error).message}`,
      exitCode: 4,
      cause,
    });
  }
}
