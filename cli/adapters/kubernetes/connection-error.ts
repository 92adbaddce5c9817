import { BacklotError, type BacklotErrorProps } from '../../../modules/values/backlot-error.js';
import type { ClusterAccess } from './kubernetes.js';

const UNTRUSTED = /CERT|SIGNED|ALTNAME|UNABLE_TO_VERIFY|SSL|EPROTO|TLS/;

/** Whether the server may be there in a moment. */
export function passesByItself(error: unknown): boolean {
  const code = codeOf(error);
  return (
    (error as Error)?.name === 'TimeoutError' ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'].includes(code) ||
    /socket hang up|aborted|terminated/.test((error as Error)?.message ?? '')
  );
}

/** Whether a request cannot have reached the server. */
export function neverArrived(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'].includes(codeOf(error));
}

/** The error for a server that could not be spoken to at all. */
export function connectionError(error: unknown, access: ClusterAccess): BacklotError {
  if (error instanceof BacklotError) return error;
  const code = codeOf(error);
  const reason =
    (error as Error)?.name === 'TimeoutError' ? 'it did not answer in time' : (error as Error)?.message || code;
  const details = { server: access.server, context: access.context, kubeconfig: access.kubeconfig };
  if (UNTRUSTED.test(code)) {
    return new BacklotError({
      code: 'ClusterUntrusted',
      message: `the certificate of ${access.server} is not the one that the kubeconfig trusts: ${reason}`,
      exitCode: 4,
      hints: [`check certificate-authority of context '${access.context}' in ${access.kubeconfig}`],
      details,
      cause: error,
    });
  }
  return new BacklotError({
    code: 'ClusterUnreachable',
    message: `the Kubernetes API server ${access.server} (context '${access.context}') cannot be reached: ${reason}`,
    source: 'upstream',
    ...ADVICE[access.source],
    details,
    cause: error,
  });
}

const ADVICE: Record<ClusterAccess['source'], Pick<BacklotErrorProps, 'actions' | 'hints'>> = {
  sandbox: { actions: ['backlot sandbox up', 'backlot sandbox status'] },
  eks: {
    hints: [
      'a private endpoint is reached from inside the VPC only: connect to it, or open cluster.endpoint.public',
      'check the network and the proxy, then repeat',
    ],
  },
  context: { hints: ['check the network and the VPN, then repeat'], actions: ['kubectl cluster-info'] },
};

function codeOf(error: unknown): string {
  const { code, cause, errors } = (error ?? {}) as { code?: unknown; cause?: unknown; errors?: unknown[] };
  if (typeof code === 'string') return code;
  return cause ? codeOf(cause) : errors?.[0] ? codeOf(errors[0]) : '';
}
