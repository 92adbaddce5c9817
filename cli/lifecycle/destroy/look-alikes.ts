import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import type { AwsCalls } from '../../../resources/aws-calls.js';
import { tagMap } from '../../../resources/finder.js';
import { awsCommand } from '../../session/cloud/aws-command.js';
import { SdkCalls } from '../../session/journal/outside/aws-calls.js';
import { ownershipOf } from '../../session/journal/outside/ownership.js';
import type { Session } from '../../session/open/session.js';
import { storedAttributes } from '../../session/outputs/stored-attributes.js';

/** A hosted zone with the name of one of ours that no state knows. */
export interface LookAlike {
  readonly id: string;
  readonly name: string;
  /** Why it isn't removed, in words. */
  readonly reason: string;
}

/**
 * Zones that have the name of one of ours, and tags of nobody else: a run that was killed between making a zone and tagging
 * it leaves one, and a name says nothing of whose it is. Everything else with a name of ours has its tags from the start.
 */
export async function findLookAlikes(
  session: Pick<Session, 'cloud' | 'stacks'>,
  calls: AwsCalls = new SdkCalls(session.cloud),
): Promise<LookAlike[]> {
  const states = await Promise.all(session.stacks.map(({ state }) => storedAttributes(session.cloud, state)));
  const ours = states.flatMap((state) => [...state].filter(([address]) => /(^|\.)aws_route53_zone\./.test(address)));
  const known = new Set(ours.map(([, { id }]) => id));
  const tags = new Map(ours.map(([, { name, tags_all }]) => [String(name), tags_all as Record<string, string>]));
  const found: LookAlike[] = [];
  try {
    if (ours.length === 0) return [];
    for (const zone of (await calls.ask('route53:ListHostedZones', {}))?.HostedZones ?? []) {
      const [id, name] = [String(zone.Id).replace('/hostedzone/', ''), String(zone.Name).replace(/\.$/, '')];
      const planned = tags.get(name);
      if (!planned || known.has(id)) continue;
      const asked = { ResourceType: 'hostedzone', ResourceId: id };
      const there = tagMap((await calls.ask('route53:ListTagsForResource', asked))?.ResourceTagSet?.Tags);
      const ownership = ownershipOf(there, planned);
      if (ownership === 'foreign') continue;
      const reason = ownership === 'ours' ? 'it carries our tags, and is in no state' : 'it carries no tags';
      found.push({ id, name, reason });
    }
    return found;
  } finally {
    if (calls instanceof SdkCalls) await calls.close();
  }
}

/** Names each in a line, with the command that removes it. */
export async function tellLookAlikes(session: Session): Promise<void> {
  const found = await findLookAlikes(session).catch((error) => unseen(session, error));
  for (const { id, name, reason } of found) {
    const remove = awsCommand(session.cloud, shell`route53 delete-hosted-zone --id ${id}`);
    const message = `the hosted zone '${id}' has the name of ours, '${name}', and stays: ${reason}, a killed run may have made it. If it is yours to remove: ${remove}`;
    session.progress.emit({ type: 'note', level: 'warning', message });
  }
}

/** Whoever may not look removes all the same what is theirs. */
function unseen({ progress }: Session, error: unknown): LookAlike[] {
  if (!(error instanceof BacklotError) || error.code !== 'LookupFailed') throw error;
  progress.emit({ type: 'note', level: 'warning', message: error.message });
  return [];
}
