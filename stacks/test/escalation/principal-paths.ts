import type { Environment } from '../../../environments/model/index.js';
import type { Collected, CollectedRole } from './collect.js';
import type { Path } from './kinds.js';
import { listOf, type Statement } from './statement.js';

/** Services that take roles for whoever asks them to, so that the account has to be named. */
const FOR_ANYBODY = ['backup', 'sns', 'vpc-flow-logs', 'monitoring.rds'];

/** Trusts that let in somebody who isn't named, or for whom nothing is asked. */
export function trustPaths(environment: Environment, role: CollectedRole, tried: () => void): Path[] {
  return role.trust.flatMap((statement): Path[] => {
    tried();
    const fault = faultOfTrust(environment, statement);
    return fault ? [{ kind: 'take a role', who: role.name, what: fault }] : [];
  });
}

function faultOfTrust({ aws }: Environment, { Effect, Principal, Condition = {} }: Statement): string | undefined {
  if (Effect === 'Deny') return undefined;
  if (!Principal || Principal === '*') return 'everybody may take it';
  const keys = new Set(
    Object.entries(Condition).flatMap(([operator, each]) =>
      /IfExists$|^ForAllValues/.test(operator) ? [] : Object.keys(each),
    ),
  );
  const lacks = (...wanted: string[]) => wanted.filter((key) => !keys.has(key));
  for (const account of listOf(Principal.AWS)) {
    if (account === '*') return 'everybody may take it';
    if (!account.includes(`:${aws.accountId}:`) && lacks('sts:ExternalId').length > 0)
      return `${account} may take it without an external id`;
  }
  for (const service of listOf(Principal.Service)) {
    const missing =
      service === 'pods.eks.amazonaws.com'
        ? lacks(
            'aws:RequestTag/eks-cluster-name',
            'aws:RequestTag/kubernetes-namespace',
            'aws:RequestTag/kubernetes-service-account',
          )
        : FOR_ANYBODY.includes(service.replace('.amazonaws.com', ''))
          ? lacks('aws:SourceAccount')
          : [];
    if (missing.length > 0) return `${service} may take it without ${missing.join(', ')}`;
  }
  const federated = listOf(Principal.Federated);
  if (federated.length > 0 && ![...keys].some((key) => key.endsWith(':sub')))
    return `${federated} may take it for any subject`;
  return undefined;
}

/** Policies of things that let in everybody, or a stranger. */
export function openPolicyPaths({ environment, resourcePolicies }: Collected, tried: () => void): Path[] {
  return resourcePolicies.flatMap(({ name, statements }) =>
    statements.flatMap((statement): Path[] => {
      tried();
      const fault = faultOfPolicy(environment, statement);
      return fault ? [{ kind: 'open policy', who: name, what: fault }] : [];
    }),
  );
}

/** Conditions that bind an open statement to the account, or to something of it. */
const BINDING =
  /^(aws:(SourceAccount|SourceArn|PrincipalAccount|PrincipalArn)|kms:(CallerAccount|ViaService|EncryptionContext:.*))$/i;

function faultOfPolicy(
  { aws }: Environment,
  { Effect, Principal, Condition = {}, Sid = '' }: Statement,
): string | undefined {
  if (Effect === 'Deny') return undefined;
  const bound = Object.entries(Condition).some(
    ([operator, keys]) => !operator.endsWith('IfExists') && Object.keys(keys).some((key) => BINDING.test(key)),
  );
  if (!Principal || Principal === '*' || listOf(Principal.AWS).includes('*'))
    return bound ? undefined : `${Sid} lets in everybody`;
  const stranger = listOf(Principal.AWS).find((each) => /\d{12}/.test(each) && !each.includes(aws.accountId));
  if (stranger && !bound) return `${Sid} lets in ${stranger}`;
  return listOf(Principal.Service).length > 0 && !bound
    ? `${Sid} lets in ${listOf(Principal.Service).join(', ')} for any account`
    : undefined;
}
