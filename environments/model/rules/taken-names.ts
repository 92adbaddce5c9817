import type { Path } from '../document/path.js';
import { firstName } from '../identity.js';
import type { Environment } from '../schema/environment.js';
import type { Rule, RuleProblem } from './rule.js';

/** Names whose resources the platform makes itself, and names that would meet each other. */
export const takenNames: Rule = (environment) => {
  const { data, media, messaging } = environment;
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
      const own = ownQueues(environment).find((queue) => queue === name || queue === `${name}-dead-letters`);
      const message = own ? `a queue of the platform, '${own}'` : owner && `the dead letters of queue '${owner}'`;
      return taken(['messaging', 'queues', name], message, hint);
    }),
    ...Object.keys(data?.postgres ?? {}).flatMap((name) => {
      const owner = name.endsWith('-proxy') ? name.slice(0, -'-proxy'.length) : undefined;
      const meets = owner !== undefined && data?.postgres[owner]?.proxy;
      return taken(['data', 'postgres', name], meets ? `the proxy of '${owner}'` : undefined, hint);
    }),
    ...cacheUsers(environment),
    ...topics.flatMap((name) => {
      const owner = providers.find((provider) => name === `provider-${provider}`);
      return taken(['messaging', 'topics', name], owner && `the notices to provider '${owner}'`, hint);
    }),
  ];
};

/** Queues that the platform makes itself, where the environment has what they are for. */
function ownQueues({ cluster, messaging, secrets }: Environment): string[] {
  const rotates = Object.values(secrets ?? {}).some(({ rotateEvery }) => rotateEvery);
  const notifies = Object.values(messaging?.queues ?? {}).some(({ notifyProviders }) => notifyProviders);
  return [
    ...(rotates ? ['rotate-secret-dead-letters'] : []),
    ...(notifies ? ['notify-provider-dead-letters'] : []),
    ...(cluster?.controllers?.karpenter ? ['interruptions'] : []),
  ];
}

/**
 * Users of caches are called `<cache>-<service>` in an account: two that meet would be one user of two services. Redis has a
 * user of its own beside them.
 */
function cacheUsers({ data, services }: Environment): RuleProblem[] {
  const users = new Map<string, string>();
  return Object.entries(data?.redis ?? {}).flatMap(([cache, declared]) => {
    const first = firstName(cache, declared);
    const needing = Object.entries(services).filter(([, { needs }]) =>
      needs.some((need) => need.split(':')[0] === cache),
    );
    const own = declared.engine === 'redis' ? [['default', 'the user that Redis has itself'] as const] : [];
    return [...own, ...needing.map(([name]) => [name, `service '${name}' in cache '${cache}'`] as const)].flatMap(
      ([name, what]) => {
        const user = `${first}-${name}`;
        const other = users.get(user);
        users.set(user, other ?? what);
        if (other === undefined) return [];
        const message = `${what} would log in as '${user}', which is ${other}`;
        return [
          {
            path: ['data', 'redis', cache],
            message,
            hint: 'give the cache or the service another name',
            related: [['services']],
          },
        ];
      },
    );
  });
}

function taken(path: Path, owner: string | undefined, hint: string): RuleProblem[] {
  return owner ? [{ path, message: `this name is taken by ${owner}`, hint }] : [];
}
