import type { KeyPair } from './authority.js';

/** Name of the cluster, the user and the context in every kubeconfig of the sandbox. */
export const CONTEXT = 'backlot-sandbox';

/** A kubeconfig with all that it needs inside, as YAML. */
export async function kubeconfig(server: string, authority: string, client: KeyPair): Promise<string> {
  const { stringify } = await import('yaml');
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': CONTEXT,
    clusters: [{ name: CONTEXT, cluster: { server, 'certificate-authority-data': base64(authority) } }],
    contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, user: CONTEXT } }],
    users: [
      {
        name: CONTEXT,
        user: { 'client-certificate-data': base64(client.certificate), 'client-key-data': base64(client.key) },
      },
    ],
  });
}
