/**
 * The program that a kubeconfig for EKS names: `node print-eks-token.js <cluster> <region>` prints an ExecCredential, so
 * that kubectl and Helm need no AWS CLI.
 */
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { visibleText } from '../../../modules/values/visible-text.js';
import { eksToken } from './eks-token.js';

const [cluster = '', region = ''] = process.argv.slice(2);
try {
  const { token, expires } = await eksToken({ cluster, region });
  const status = { token, expirationTimestamp: expires.toISOString().replace(/\.\d+Z$/, 'Z') };
  const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', spec: {}, status };
  process.stdout.write(`${JSON.stringify(credential)}\n`);
} catch (error) {
  if (!(error instanceof BacklotError)) throw error;
  process.stderr.write(`${visibleText([error.message, ...error.actions].join('\n'))}\n`);
  process.exitCode = error.exitCode;
}
