/** Who a statement speaks of. */
export type PolicyPrincipal =
  /** Everybody: only together with a condition, or to deny. */
  | '*'
  | {
      /** ARNs of roles, users or accounts. @default none */
      readonly AWS?: string | readonly string[];
      /** Service principals such as `logs.eu-central-1.amazonaws.com`. @default none */
      readonly Service?: string | readonly string[];
      /** ARN of an identity provider. @default none */
      readonly Federated?: string | readonly string[];
    };

/** Operator, then condition key, then accepted values. */
export type PolicyConditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of an IAM policy. */
export interface PolicyStatement {
  /** What the statement is for, letters and digits only. @default none */
  readonly sid?: string;
  /** @default 'Allow' */
  readonly effect?: 'Allow' | 'Deny';
  /** Needed in policies of resources, refused in policies of identities. @default none */
  readonly principal?: PolicyPrincipal;
  readonly actions: readonly string[];
  /** ARNs. @default none, as trust policies have it */
  readonly resources?: readonly string[];
  /** ARNs that it does not speak of; only to deny. @default none */
  readonly notResources?: readonly string[];
  /** @default none */
  readonly conditions?: PolicyConditions;
}

/**
 * JSON of an IAM policy, keys in AWS's order, so that the same statements give the same bytes.
 *
 * Values may be tokens of other resources.
 */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements.map(renderStatement) });
}

/**
 * A variable that IAM fills in, such as `aws:PrincipalTag/provider`.
 *
 * Terraform reads `${…}` as its own template, so the dollar sign is doubled on the way through.
 */
export function policyVariable(name: string): string {
  return `$\${${name}}`;
}

function renderStatement(statement: PolicyStatement): Record<string, unknown> {
  return {
    Sid: statement.sid,
    Effect: statement.effect ?? 'Allow',
    Principal: statement.principal,
    Action: oneOrMany(statement.actions),
    Resource: statement.resources && oneOrMany(statement.resources),
    NotResource: statement.notResources && oneOrMany(statement.notResources),
    Condition: statement.conditions,
  };
}

/** AWS stores a list of one as its only value: written the same way, a policy that was read back shows no difference. */
function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 && values[0] !== undefined ? values[0] : values;
}
