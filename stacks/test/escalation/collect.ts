import type { Environment } from '../../../environments/model/index.js';
import { policyDocument } from '../../../modules/policy-document.js';
import { pipelinePolicies } from '../../pipeline-policies.js';
import { type Block, synthesize } from '../fixtures/synthesized-stack.js';
import type { Rights } from './evaluate.js';
import { resolved } from './resolve.js';
import { listOf, type Statement, statementsOf } from './statement.js';

/** A role with what decides about it. */
export interface CollectedRole {
  readonly name: string;
  readonly rights: Rights;
  /** Who may take it. */
  readonly trust: readonly Statement[];
}

/** A policy on a thing: a bucket, a queue, a topic, a key, a secret, a vault. */
export interface CollectedResourcePolicy {
  /** Such as `aws_s3_bucket_policy.uploads`. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** Somebody whom a cluster lets in. */
export interface CollectedEntry {
  readonly principal: string;
  /** End of the ARN of one of EKS's policies. */
  readonly policy: string;
  /** None means the whole cluster. */
  readonly namespaces: readonly string[];
}

/** All that an environment's files write about rights. */
export interface Collected {
  readonly environment: Environment;
  readonly roles: readonly CollectedRole[];
  readonly resourcePolicies: readonly CollectedResourcePolicy[];
  readonly entries: readonly CollectedEntry[];
  /** Service accounts that have a role. */
  readonly serviceAccounts: readonly { readonly namespace: string; readonly name: string }[];
  /** How many policies were read. */
  readonly policies: number;
}

/** What AWS' `ReadOnlyAccess` gives, and more: every action that reads by its name. */
const READS: Statement = {
  Effect: 'Allow',
  Action: ['*:Get*', '*:List*', '*:Describe*', '*:BatchGet*'],
  Resource: '*',
};

/** A role that asks for everything: what a deployment could make at most. */
const EVERYTHING: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };

/** Types of policies of things, with the attribute that holds the policy. */
const RESOURCE_POLICIES = [
  'aws_backup_vault_policy',
  'aws_kms_key',
  'aws_s3_bucket_policy',
  'aws_secretsmanager_secret_policy',
  'aws_sns_topic_policy',
  'aws_sqs_queue_policy',
] as const;

/** Synthesizes an environment and reads every policy of it. */
export function collect(environment: Environment): Collected {
  const stacks = Object.values(synthesize(environment)).map(
    ({ json }) => json.resource as Record<string, Record<string, Block>>,
  );
  const { plan, deploy, ceiling } = pipelinePolicies(environment);
  const boundary = parsed(environment, policyDocument(ceiling));
  const all = (type: string) => stacks.flatMap((stack) => Object.entries(stack[type] ?? {}));
  const of = (policies: Record<string, readonly Parameters<typeof policyDocument>[0][number][]>) =>
    Object.values(policies).flatMap((statements) => parsed(environment, policyDocument(statements)));
  const pipeline: Record<string, Rights> = {
    plan: { identity: [READS, ...of(plan)] },
    deploy: { identity: of(deploy) },
  };
  const roles = stacks.flatMap((stack) =>
    Object.entries(stack.aws_iam_role ?? {}).map(([id, role]) => ({
      name: String(role.name),
      trust: parsed(environment, role.assume_role_policy),
      rights: pipeline[String(role.name).slice(`${environment.platform}-${environment.id}-`.length)] ?? {
        identity: rightsOf(environment, stack, id),
        boundary: role.permissions_boundary ? boundary : undefined,
      },
    })),
  );
  const resourcePolicies = RESOURCE_POLICIES.flatMap((type) =>
    all(type).map(([id, { policy }]) => ({ name: `${type}.${id}`, statements: parsed(environment, String(policy)) })),
  );
  const entries = all('aws_eks_access_policy_association').map(([, entry]) => ({
    principal: String(entry.principal_arn),
    policy: String(entry.policy_arn).split('/').at(-1) ?? '',
    namespaces: listOf(entry.access_scope?.namespaces as string[] | undefined),
  }));
  const inline = all('aws_iam_role_policy').length;
  return {
    environment,
    roles: [...roles, { name: 'whatever is made', trust: [], rights: { identity: [EVERYTHING], boundary } }],
    resourcePolicies,
    entries,
    serviceAccounts: all('aws_eks_pod_identity_association').map(([, each]) => ({
      namespace: String(each.namespace),
      name: String(each.service_account),
    })),
    policies:
      1 + Object.keys(deploy).length + Object.keys(plan).length + inline + roles.length + resourcePolicies.length,
  };
}

function rightsOf(environment: Environment, stack: Record<string, Record<string, Block>>, id: string): Statement[] {
  const inline = Object.values(stack.aws_iam_role_policy ?? {})
    .filter(({ role }) => String(role).includes(`aws_iam_role.${id}.`))
    .flatMap(({ policy }) => parsed(environment, String(policy)));
  const attached = Object.values(stack.aws_iam_role_policy_attachment ?? {}).some(({ role }) =>
    String(role).includes(`aws_iam_role.${id}.`),
  );
  // What AWS' own policies say changes without us; the boundary has to hold whatever they say.
  return attached ? [EVERYTHING, ...inline] : inline;
}

function parsed(environment: Environment, policy: string): Statement[] {
  return statementsOf(resolved(environment, policy));
}
