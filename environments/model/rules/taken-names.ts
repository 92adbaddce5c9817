import type { Path } from '../document/path.js';
import { firstName } from '../identity.js';
import type { Rule, RuleProblem } from './rule.js';

/** Names whose resources the platform makes itself, and names that would meet each other. */
export const takenNames: Rule = ({ media, messaging }) => {
  const queues = Object.keys(messaging?.queues ?? {});
  const topics = Object.keys(messaging?.topics ?? {});
  const providers = Object.keys(messaging?.providers ?? {});
  const hint = 'take another name';
  return [
    ...Object.entries(media?.buckets ?? {}).flatMap(([name, declared]) =>
      taken(
        ['media', 'buckets', name],
        { logs: 'the log bucket', state: "the bucket of Terraform's state" }[firstName(name, declared)],
        hint,
      ),
    ),
    ...topics.flatMap((name) =>
      taken(
        ['messaging', 'topics', name],
        { pager: 'the topic of alarms', 'delivery-pager': 'the topic of CDN alarms' }[name],
        hint,
      ),
    ),
    ...queues.flatMap((name) => {
      const owner = queues.find((queue) => name === `${queue}-dead-letters`);
      return taken(['messaging', 'queues', name], owner && `the dead letters of queue '${owner}'`, hint);
    }),
    ...topics.flatMap((name) => {
      const owner = providers.find((provider) => name === `provider-${provider}`);
      return taken(['messaging', 'topics', name], owner && `the notices to provider '${owner}'`, hint);
    }),
  ];
};

function taken(path: Path, owner: string | undefined, hint: string): RuleProblem[] {
  return owner ? [{ path, message: `this name is taken by ${owner}`, hint }] : [];
}
