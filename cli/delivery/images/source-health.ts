import type { Environment } from '../../../environments/model/index.js';
import type { Ledger } from '../releases/ledger.js';
import type { ReleasedService } from '../releases/release-record.js';
import { toldVerdict } from '../releases/told-verdict.js';
import type { LedgerCloud } from '../releases/with-ledger.js';
import { refersTo } from './image-reference-text.js';
import type { RunningImages } from './running-images.js';

/** What an environment has shown of an image. `unproven`: nothing against it, and nothing for it. */
export interface SourceHealth {
  readonly state: 'healthy' | 'unproven' | 'bad';
  /** In plain words. */
  readonly reason: string;
  /** Number of the release that says so. @default the cluster does, or nothing */
  readonly release?: number;
}

/** Which image of which service. */
export interface JudgedImage {
  readonly service: string;
  /** URL without a tag. */
  readonly repository: string;
  readonly digest: string;
  readonly tags: readonly string[];
}

/** What the cluster shows now, else what the newest release with the image says. */
export async function sourceHealth(
  environment: Environment,
  cloud: LedgerCloud,
  image: JudgedImage,
  running: RunningImages,
): Promise<SourceHealth> {
  const canary = running.canaries.find(({ service }) => service === image.service);
  const { id } = environment;
  const runs = (reference: string | undefined) => reference !== undefined && refersTo(reference, image);
  if (canary && runs(canary.canary?.image) && !runs(canary.stable?.image)) {
    const bad = canary.phase === 'aborted' || canary.phase === 'degraded';
    const where = `its canary in '${id}' is ${bad ? canary.phase : `at ${canary.weight.now} %`}: ${canary.reason}`;
    return { state: bad ? 'bad' : 'unproven', reason: where };
  }
  if (canary?.phase === 'healthy' && !canary.inProgress && runs(canary.stable?.image)) {
    return { state: 'healthy', reason: `its canary was promoted in '${id}', and it serves there` };
  }
  const { openLedger } = await import('../releases/with-ledger.js');
  return fromLedger(openLedger(environment, cloud), id, image);
}

async function fromLedger(ledger: Ledger, id: string, image: JudgedImage): Promise<SourceHealth> {
  const late = await ledger.verdicts.list();
  for await (const { record } of ledger.newestFirst()) {
    const service = record.services.find(
      (each) => each.service === image.service && each.since === undefined && refersTo(each.image, image),
    );
    if (!service) continue;
    const verdict = late.find(
      ({ verdict: each }) => each.release === record.number && each.service === image.service,
    )?.verdict;
    const health = ofRelease(service, verdict);
    // That a release found it running says nothing new.
    if (health)
      return { ...health, reason: `release ${record.number} of '${id}': ${health.reason}`, release: record.number };
  }
  return { state: 'unproven', reason: `no release of '${id}' has it` };
}

/** By the canary's verdict where there was one, else by how the deployment ended. */
function ofRelease(
  { status, verdict: own }: ReleasedService,
  late: { readonly outcome: string; readonly reason: string } | undefined,
): Pick<SourceHealth, 'state' | 'reason'> | undefined {
  const verdict = toldVerdict(own, late);
  if (verdict?.outcome === 'promoted') return { state: 'healthy', reason: `promoted: ${verdict.reason}` };
  if (verdict?.outcome === 'aborted' || status === 'aborted') {
    return { state: 'bad', reason: `its canary was aborted${verdict ? `: ${verdict.reason}` : ''}` };
  }
  if (status === 'failed') return { state: 'bad', reason: 'it did not become healthy' };
  if (status === 'promoted') return { state: 'healthy', reason: 'its canary was promoted' };
  if (status === 'deployed') return { state: 'healthy', reason: 'it was deployed, and became healthy' };
  if (status === 'canary' || status === 'held') return { state: 'unproven', reason: 'its canary has not ended' };
  return undefined;
}
