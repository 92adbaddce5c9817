import type { Action, Attributes } from '../contract.js';

/** SNS sets one attribute per request: this sends each of the changed ones. */
export interface AttributeCallsProps {
  /** `SetTopicAttributes` or `SetSubscriptionAttributes`. */
  readonly operation: string;
  /** Member that names what is changed. */
  readonly key: string;
  /** Terraform's name → SNS' name. */
  readonly members: Readonly<Record<string, string>>;
}

/** An update step that sets what has changed, one request each. */
export function attributeCalls({ operation, key, members }: AttributeCallsProps): Action {
  return {
    when: Object.keys(members),
    run: async (state, { call, changed }) => {
      for (const [name, member] of Object.entries(members)) {
        if (!changed.has(name)) continue;
        await call(operation, { [key]: state.id, AttributeName: member, AttributeValue: toText(state[name]) });
      }
    },
  };
}

/** All of `members` that are set, as SNS takes them at creation. */
export function toAttributes(state: Attributes, members: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members)
      .filter(
        ([name]) => state[name] !== null && state[name] !== undefined && state[name] !== '' && state[name] !== false,
      )
      .map(([name, member]) => [member, toText(state[name])]),
  );
}

function toText(value: Attributes[string]): string {
  return value === null || value === undefined ? '' : String(value);
}
