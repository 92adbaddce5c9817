import { BacklotError } from '../../../modules/values/backlot-error.js';
import { quoted } from '../../../modules/values/shell-quoted.js';
import type { KubeconfigContext, KubeconfigExec } from './kubeconfig.js';

/** The `status` of an ExecCredential. */
export interface ExecCredentialStatus {
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
  readonly expirationTimestamp?: string;
}

/**
 * Runs the program that a kubeconfig names for credentials.
 *
 * @see https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
 * @throws BacklotError `CredentialsPluginFailed` with the program's last lines.
 */
export async function execCredentials(exec: KubeconfigExec, context: KubeconfigContext): Promise<ExecCredentialStatus> {
  const { execa } = await import('execa');
  const { cluster } = context;
  const apiVersion = exec.apiVersion ?? 'client.authentication.k8s.io/v1';
  const spec = {
    interactive: false,
    ...(exec.provideClusterInfo && {
      cluster: { server: cluster.server, 'certificate-authority-data': cluster['certificate-authority-data'] },
    }),
  };
  const result = await execa(exec.command, [...(exec.args ?? [])], {
    reject: false,
    stdin: 'ignore',
    timeout: 60_000,
    env: {
      ...Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value])),
      KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: 'ExecCredential', spec }),
    },
  });
  const fail = (reason: string, cause?: unknown) =>
    new BacklotError({
      code: 'CredentialsPluginFailed',
      message: `'${exec.command}', which context '${context.name}' takes its credentials from, ${reason}`,
      exitCode: 4,
      hints: [
        ...(exec.installHint?.trim() ? [exec.installHint.trim()] : []),
        'sign in first, when it speaks of AWS credentials',
      ],
      actions: [[exec.command, ...(exec.args ?? [])].map(quoted).join(' '), 'aws sso login'],
      cause,
    });
  if (result.failed) {
    if (result.code === 'ENOENT') throw fail('is not installed', result);
    const said = result.stderr.trim().split('\n').slice(-5).join('\n');
    throw fail(`failed: ${said || result.shortMessage}`, result);
  }
  let status: ExecCredentialStatus | undefined;
  try {
    status = (JSON.parse(result.stdout) as { status?: ExecCredentialStatus }).status;
  } catch (cause) {
    throw fail('printed no JSON', cause);
  }
  if (!status?.token && !status?.clientCertificateData) throw fail('printed neither a token nor a certificate');
  return status;
}
