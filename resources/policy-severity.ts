import type { ApiObject } from './aws-calls.js';
import type { Severity } from './severity.js';

/** How grave a policy is, and why. */
export interface PolicyVerdict {
  readonly severity: Severity;
  readonly says?: string;
}

/** Managed policies of AWS that give rights over everything, or a way to them. */
const ADMINISTRATORS =
  /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|job-function\/SystemAdministrator)$/;

/** How grave it is that a role or user has a policy, told by its ARN. */
export function managedPolicyVerdict(arn: string): PolicyVerdict {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return ADMINISTRATORS.test(arn) ? { severity: 'critical', says: `${name} gives rights over everything` } : HIGH;
}

/** How grave a policy of a role or user is, told by its document. */
export function identityPolicyVerdict(document: unknown): PolicyVerdict {
  const allowed = statementsOf(document).filter(({ Effect }) => Effect === 'Allow');
  if (allowed.some(({ NotAction }) => NotAction !== undefined)) {
    return { severity: 'critical', says: 'may do everything but what it names' };
  }
  const actions = allowed.flatMap(({ Action, Resource, NotResource }) =>
    NotResource !== undefined || list(Resource).some((each) => each === '*') ? list(Action).map(String) : [],
  );
  if (actions.some((action) => /^\*(:\*)?$/.test(action))) return { severity: 'critical', says: 'may do everything' };
  const raising = actions.find((action) => RAISING.test(action));
  return raising ? { severity: 'critical', says: `may raise its own rights: ${raising}` } : HIGH;
}

/** How grave a policy of a bucket, queue, key or function is: whom it lets in. */
export function resourcePolicyVerdict(document: unknown, accountId: string): PolicyVerdict {
  const allowed = statementsOf(document).filter(({ Effect }) => Effect === 'Allow');
  const strangers: string[] = [];
  for (const { Principal, NotPrincipal, Condition } of allowed) {
    const bounded = Condition !== undefined && BOUNDS.test(JSON.stringify(Condition));
    if (NotPrincipal !== undefined) return { severity: 'critical', says: 'lets everybody in but those it names' };
    for (const id of principalsOf(Principal)) {
      if (id === '*' && !bounded) return { severity: 'critical', says: 'open to everybody' };
      const account = /^(?:arn:[\w-]+:\w+::)?(\d{12})/.exec(id)?.[1];
      if (account && account !== accountId) strangers.push(account);
    }
  }
  return strangers.length > 0 ? { severity: 'critical', says: `trusts account ${strangers[0]}` } : HIGH;
}

const HIGH: PolicyVerdict = { severity: 'high' };

/** Actions on everything with which somebody gets the rights that they lack. */
const RAISING =
  /^(iam:\*|iam:(Put|Attach|Update|Create|Add|Set)[\w*]*(Policy|Version|Profile|Key|Group|Role)?[\w*]*|iam:PassRole|sts:AssumeRole|sts:\*)$/i;

/** Keys of conditions that keep a policy for everybody to one account, organization, network or resource. */
const BOUNDS =
  /aws:(SourceAccount|SourceArn|PrincipalAccount|PrincipalArn|PrincipalOrgID|SourceVpc|SourceVpce|SourceOwner)|AWS:SourceOwner|kms:CallerAccount/i;

function statementsOf(document: unknown): ApiObject[] {
  return list((parsed(document) as ApiObject | undefined)?.Statement) as ApiObject[];
}

/** IAM gives documents out URL-encoded, other services as JSON. */
function parsed(document: unknown): unknown {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(document.startsWith('%') ? decodeURIComponent(document) : document);
  } catch {
    return undefined;
  }
}

function principalsOf(principal: unknown): string[] {
  if (typeof principal === 'string') return [principal];
  const { Service: _, ...others } = (principal ?? {}) as Record<string, unknown>;
  return Object.values(others).flatMap((ids) => list(ids).map(String));
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}
