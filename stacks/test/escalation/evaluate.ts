import { conditionsHold } from './condition.js';
import { fits, listOf, type Request, type Statement } from './statement.js';

/** What decides about the requests of a role. */
export interface Rights {
  /** Of its own policies. */
  readonly identity: readonly Statement[];
  /** Its boundary. @default none: only its policies decide */
  readonly boundary?: readonly Statement[];
}

/**
 * Whether a role may do something: a policy allows it, the boundary does too, and neither denies it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function isAllowed(rights: Rights, request: Request): boolean {
  return allows(rights.identity, request) && (!rights.boundary || allows(rights.boundary, request));
}

/** Whether these statements alone allow it. */
export function allows(statements: readonly Statement[], request: Request): boolean {
  const speaking = statements.filter((statement) => speaksOf(statement, request));
  return speaking.some(({ Effect }) => Effect === 'Allow') && !speaking.some(({ Effect }) => Effect === 'Deny');
}

/** Whether a statement is about a request. */
export function speaksOf(statement: Statement, { action, resource, context = {} }: Request): boolean {
  const some = (patterns: Statement['Action'], text: string) => listOf(patterns).some((pattern) => fits(pattern, text));
  const actions = statement.NotAction
    ? !some(lowered(statement.NotAction), action.toLowerCase())
    : some(lowered(statement.Action), action.toLowerCase());
  if (!actions) return false;
  const resources = statement.NotResource
    ? !some(statement.NotResource, resource)
    : !statement.Resource || some(statement.Resource, resource);
  return resources && conditionsHold(statement.Condition, context);
}

/** Actions do not tell capitals from small letters. */
function lowered(patterns: Statement['Action']): string[] {
  return listOf(patterns).map((pattern) => pattern.toLowerCase());
}
