import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Environment, loadEnvironment } from '../../environments/model/index.js';
import { neighbours } from '../../environments/model/rules/neighbours.js';
import { synthesize } from './fixtures/synthesized-stack.js';

/** What precedes a name in ARNs of log groups, aliases and web ACLs. */
const NAMED = /^(?:\/aws\/[a-z/]+\/|alias\/|aws-waf-logs-)?backlot-prod-([a-z0-9-]+)$/;

/** What the console shows, and IAM never sees. */
const SHOWN = ['comment', 'description', 'display_name'];

let environment: Environment;
let names: string[];

/** Every beginning of a name that an environment could have as its own: `cluster`, `cluster-vpc` of `cluster-vpc-cni`. */
const beginnings = (name: string) =>
  name
    .split('-')
    .slice(0, -1)
    .map((_, end, all) => all.slice(0, end + 1).join('-'));

const problems = (name: string) =>
  neighbours({ ...environment, foundation: { ...environment.foundation, neighbours: { [name]: 'there' } } });

beforeAll(async () => {
  ({ environment } = await loadEnvironment('prod'));
  const blocks = Object.values(synthesize(environment)).flatMap(({ json }) =>
    Object.values(json.resource ?? {}).flatMap((all) => Object.values(all as Record<string, Record<string, unknown>>)),
  );
  const texts = blocks.flatMap((block) =>
    Object.entries(block).flatMap(([key, value]) => (typeof value === 'string' && !SHOWN.includes(key) ? value : [])),
  );
  names = [...new Set(texts.flatMap((text) => NAMED.exec(text)?.[1] ?? []))].sort();
}, 120_000);

describe('a neighbour', () => {
  it('that has the names of something that a stack makes is refused: the environment would be kept from its own', () => {
    expect(names.length).toBeGreaterThan(60);
    const tried = new Set(names.flatMap(beginnings));
    expect(tried.size).toBeGreaterThan(40);
    expect([...tried].filter((beginning) => problems(`backlot-prod-${beginning}`).length === 0)).toEqual([]);
  });

  it.each(['service', 'controller', 'provider', 'redis', 'state', 'deploy', 'controller-x'])(
    'called %s is refused, and told why',
    (name) => {
      const [problem] = problems(`backlot-prod-${name}`);
      expect(problem?.message).toContain(`backlot-prod-${name.split('-')[0]}`);
      expect(problem?.hint).toMatch(/name|account/);
    },
  );

  it.each(['eu', 'next', 'cdn-eu', 'clusters', 'service-eu'])('called %s is nothing of ours', (name) => {
    expect(problems(`backlot-prod-${name}`)).toEqual([]);
  });
});
