import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { awsEndpoint, managedResources, parseState, type StateBucketPart } from '../../../adapters/aws/index.js';
import type { Session } from '../../../session/open/session.js';
import type { StrayResource } from '../drift-result.js';
import { findRestored } from './find-restored.js';
import { findStrayRules } from './find-stray-rules.js';

/** A client of a region. */
export type OpenTagging = (region: string) => Promise<ResourceGroupsTaggingAPIClient>;

/**
 * Resources that carry the tags of the environment and are in none of its states: made by hand with copied tags, or left
 * by a run that died. What AWS makes by itself and copies tags to (instances of a group, snapshots) is left out.
 *
 * Source: https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export async function findStrays(session: Session, open: OpenTagging = opener(session)): Promise<StrayResource[]> {
  const { cloud, environment, stacks } = session;
  const read = await Promise.all(
    stacks.map(async ({ state }) => {
      const text = (await cloud.objects.read(state))?.body ?? '';
      // Read as a state, so that a damaged one is named; what is looked for stands anywhere in its text, too.
      return { text, resources: text === '' ? [] : managedResources(parseState(text, state)) };
    }),
  );
  const states = read.map(({ text }) => text).join('\n');
  const regions = new Set([cloud.region, ...[...states.matchAll(REGION)].map(([, region = '']) => region)]);
  const { paginateGetResources } = await import('@aws-sdk/client-resource-groups-tagging-api');
  const found = new Set<string>();
  for (const region of regions) {
    const client = await open(region);
    try {
      const TagFilters = [
        { Key: 'backlot:environment', Values: [environment.id] },
        { Key: 'backlot:platform', Values: [environment.platform] },
      ];
      for await (const page of paginateGetResources({ client }, { TagFilters })) {
        for (const { ResourceARN: arn } of page.ResourceTagMappingList ?? []) if (arn) found.add(arn);
      }
    } finally {
      client.destroy();
    }
  }
  const restored = await findRestored(session, states);
  const ours = new Set(restored.map(({ arn }) => arn));
  const strays = [...found].filter((arn) => !ours.has(arn) && !isKnown(arn, states) && !COPIED.test(arn)).map(strayOf);
  // Bootstrapped and not applied yet: what the first deploy takes over is no stray.
  const applied = stacks.some(({ id }, index) => id === 'foundation' && read[index]?.text);
  const home = strays.length > 0 && !applied ? await cloud.stateBucket.inspect() : [];
  const resources = [...restored, ...withoutHome(strays, home)];
  const rules = await findStrayRules(session, read);
  const known = new Set(rules.map(({ arn }) => arn));
  return [...resources.filter(({ arn }) => !known.has(arn)), ...rules].sort(byArn);
}

/** What is not a part of the state bucket, which comes before any state. */
export function withoutHome(strays: readonly StrayResource[], home: readonly StateBucketPart[]): StrayResource[] {
  const ids = new Set(home.flatMap(({ id }) => (id === '' ? [] : [nameOf(id)])));
  return strays.filter(({ name }) => name === undefined || !ids.has(name));
}

const REGION = /"arn:aws[\w-]*:[\w-]+:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:/g;

/** Kinds that AWS makes by itself, with the tags of what they are made for. */
const COPIED =
  /^arn:[\w-]+:(ec2:[^:]*:[^:]*:(instance|volume|network-interface|snapshot|fleet|spot-instances-request)\/|(rds|elasticache|docdb):[^:]*:[^:]*:(cluster-)?(snapshot|auto-backup)|backup:[^:]*:[^:]*:recovery-point|autoscaling:|elasticloadbalancing:|secretsmanager:[^:]*:[^:]*:secret:(rds|aws)!)/;

/** Its ARN, or the name at the end of it, stands somewhere in a state. */
function isKnown(arn: string, states: string): boolean {
  return states.includes(`"${arn}"`) || states.includes(`"${nameOf(arn)}"`);
}

function nameOf(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
}

function strayOf(arn: string): StrayResource {
  const [, , service = '', , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  const kind = /^[a-z-]+(?=[/:])/.exec(resource)?.[0];
  return { arn, type: kind ? `${service}:${kind}` : service, name: nameOf(arn) };
}

function byArn(one: StrayResource, other: StrayResource): number {
  return one.arn.localeCompare(other.arn);
}

function opener({ cloud }: Session): OpenTagging {
  return async (region) => {
    const { ResourceGroupsTaggingAPIClient: Client } = await import('@aws-sdk/client-resource-groups-tagging-api');
    const credentials = { accessKeyId: cloud.accountId, secretAccessKey: 'sandbox' };
    return cloud.endpoint
      ? new Client({ endpoint: cloud.endpoint, region, credentials, maxAttempts: 2 })
      : new Client({ region, endpoint: awsEndpoint('tagging', region) });
  };
}
