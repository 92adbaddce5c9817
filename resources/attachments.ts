import type { ShellLine } from '../modules/values/shell-quoted.js';
import type { ApiObject } from './aws-calls.js';
import type { OwnResources, Thing } from './own-resources.js';
import type { Severity } from './severity.js';

/** An attachment that no state holds. */
export interface Found {
  /** `inline policy` */
  readonly what: string;
  readonly name: string;
  readonly severity: Severity;
  /** @default nothing to say */
  readonly says?: string;
  /** The command that takes it away, from `aws` on, without region and endpoint. */
  readonly remove: ShellLine;
}

/** What a look sees. */
export interface World {
  readonly ours: OwnResources;
  readonly accountId: string;
  /** Asks in the region of the thing; undefined when what is asked for doesn't exist. */
  ask(operation: string, input: ApiObject): Promise<ApiObject | undefined>;
}

/** One way in which something can be attached to a resource, and how it is asked for. */
export interface Look {
  /** What is looked for, in the plural. */
  readonly what: string;
  /** Every operation that {@link find} may ask: `iam:ListRolePolicies`. */
  readonly asks: readonly string[];
  readonly find: (thing: Thing, world: World) => Promise<readonly Found[]>;
  /**
   * Whether AWS refuses to delete a resource with these attributes while one is there: a destroy would stop half way.
   *
   * @default it goes with the resource
   */
  readonly keeps?: (values: ApiObject) => boolean;
}

/** Nothing can be attached to it that isn't an attribute of it, or a resource with a line of its own. */
export interface Nothing {
  /** Ends the sentence "nothing can be attached, because …". */
  readonly nothing: string;
}

/** What can be attached to the resources of one Terraform type. */
export type Attachments = readonly Look[] | Nothing;

/** The looks at resources of a type. @param attachments none of a type that is a later version's */
export function looksOf(attachments: Attachments = []): readonly Look[] {
  return 'nothing' in attachments ? [] : attachments;
}

/** A look for what keeps the resource from being deleted. */
export function keeping(look: Look, when: (values: ApiObject) => boolean = () => true): Look {
  return { ...look, keeps: when };
}

/** Why nothing can be attached to a setting. */
export const ONE_SETTING = 'it is the one setting of its kind of another resource, and compared as a whole';
/** Why nothing can be attached to what has no parts of its own. */
export const ALL_ATTRIBUTES = 'all that it consists of are attributes, which a plan compares';
/** Why nothing can be attached to an attachment. */
export const ATTACHED_ITSELF = 'it is itself what is attached; what it is attached to is asked';

/** Says why nothing can be attached. */
export function nothing(because: string): Nothing {
  return { nothing: because };
}

/** How something that exists once, or not at all, beside a resource is asked for. */
export interface SingleLook {
  /** In the singular; the plural is made with an s. */
  readonly what: string;
  readonly ask: string;
  readonly input: (values: ApiObject) => ApiObject;
  /** Terraform type that declares it, and the attribute of it that names the resource; then drift sees changes. */
  readonly declaredBy?: readonly [type: string, attribute: string];
  /** What there is, of an answer: undefined is nothing. */
  readonly there: (answer: ApiObject) => unknown;
  readonly severity: Severity | ((there: never, world: World) => Severity);
  /** @default nothing to say */
  readonly says?: string | ((there: never, world: World) => string | undefined);
  readonly remove: (values: ApiObject) => ShellLine;
}

/** A look for something that exists once or not at all; where a stack declares it, drift compares it already. */
export function single(options: SingleLook): Look {
  const { what, ask, input, declaredBy, there, severity, says, remove } = options;
  return {
    what: what.endsWith('y') ? `${what.slice(0, -1)}ies` : what.endsWith('s') ? what : `${what}s`,
    asks: [ask],
    find: async ({ values }, world) => {
      if (declaredBy && declares(world.ours, declaredBy, values)) return [];
      const answer = await world.ask(ask, input(values));
      const found = answer && there(answer);
      if (found === undefined || found === null || found === '') return [];
      const grade = typeof severity === 'function' ? severity(found as never, world) : severity;
      const told = typeof says === 'function' ? says(found as never, world) : says;
      return [{ what, name: nameOf(values), severity: grade, ...(told ? { says: told } : {}), remove: remove(values) }];
    },
  };
}

function nameOf({ bucket, name, arn, id }: ApiObject): string {
  return String(bucket ?? name ?? arn ?? id ?? '');
}

function declares(ours: OwnResources, [type, attribute]: readonly [string, string], values: ApiObject): boolean {
  const names = new Set([values.id, values.arn, values.name, values.bucket, values.url].filter(Boolean));
  return ours.of(type).some((each) => names.has(each.values[attribute]));
}
