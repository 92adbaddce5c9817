import type { PackagedChart } from '../../adapters/helm/index.js';
import { canonicalHash } from '../../kernel/canonical-hash.js';
import { comparable } from '../../kernel/diff/value-diff.js';
import { isNamed } from './aborted-before.js';
import { givenUp, insteadOf, readInsteadOf } from './given-up.js';
import { imageReference } from './image-reference.js';
import type { GivenUp, PlannedService } from './planned-service.js';
import { serviceValues } from './service-values.js';
import type { ServiceValues } from './service-values-shape.js';
import type { ServicesRun } from './services-run.js';
import { imageText, type RecordedImage, wantedImage } from './wanted-image.js';

export type { PlannedService } from './planned-service.js';

/** What Helm's history says of a revision: which chart it was made from. */
export function releaseDescription({ chart, image, heldBack }: Pick<PlannedService, 'chart' | 'image' | 'heldBack'>) {
  return `chart ${chart.hash.slice(0, 16)}, image ${imageText(image)}${insteadOf(heldBack?.image)}`;
}

/**
 * Works out the image and the values of a service. A version that was given up is deployed again only for who names the
 * service: what else changes about it goes to the version that serves.
 *
 * @param kept how many pods somebody scaled it to, for a time that isn't over: installed instead of what the file says.
 * @throws BacklotError `ImageMissing`, `InvalidImage`, `OutputMissing`, and what else the values throw.
 */
export async function planService(
  run: ServicesRun,
  service: string,
  kept?: ServiceValues['replicas'],
): Promise<PlannedService> {
  const { helm, namespace, options } = run;
  const reference = { namespace, release: service };
  const release = await helm.status(reference);
  const recorded = release && (await helm.values(reference));
  const before = release && { release, values: recorded ?? {} };
  const again = options.recorded?.[service];
  if (again) return planned(run, service, { before, kept, wanted: { image: again.values.image, ...again } });
  const named = isNamed(run, service);
  // Named, an image that was held back counts as declared again.
  const since = named && readInsteadOf(release?.description) ? withoutDeclared(recorded) : recorded;
  const wanted = wantedValues(run, service, since);
  const first = planned(run, service, { before, kept, wanted, heldBack: stillHeldBack(before, wanted) });
  if (named || !release) return first;
  const found = await givenUp(run, first);
  if (!found) return first;
  const serving = wantedValues(run, service, recorded, found.servingImage);
  return planned(run, service, { before, kept, heldBack: found, wanted: serving });
}

interface Planning {
  readonly before: PlannedService['before'];
  readonly kept: ServiceValues['replicas'] | undefined;
  readonly wanted: Pick<PlannedService, 'image' | 'values'> & { readonly chart?: PackagedChart };
  readonly heldBack?: GivenUp;
}

function planned(run: ServicesRun, service: string, { before, kept, wanted, heldBack }: Planning): PlannedService {
  const { image } = wanted;
  const { release } = before ?? {};
  const recorded = before?.values;
  const values = { ...wanted.values, replicas: kept ?? wanted.values.replicas };
  const chart = wanted.chart ?? run.chart;
  const valuesHash = canonicalHash(comparable(values));
  const chartChanged = !release?.description?.includes(`chart ${chart.hash.slice(0, 16)},`);
  // What is kept by hand needs no revision of its own, and has one where Helm had to run for something else.
  const accepted = [valuesHash, canonicalHash(comparable(wanted.values))];
  const sameValues = recorded !== undefined && accepted.includes(canonicalHash(comparable(recorded)));
  const { kind, canary, replicas } = values;
  return {
    service,
    chart,
    kind: kind === 'cron' ? 'CronJob' : canary.enabled ? 'Rollout' : 'Deployment',
    values,
    valuesHash,
    image,
    before,
    same: sameValues && !chartChanged && release?.status === 'deployed',
    chartChanged: release !== undefined && chartChanged,
    imageChanges: imageTextOf(recorded) !== imageText(image),
    floor: kind === 'cron' ? 0 : replicas.min,
    ...(heldBack ? { heldBack } : {}),
  };
}

/** Image and values as they are declared and wished for. */
function wantedValues(
  { environment, options, capabilities }: ServicesRun,
  service: string,
  recorded: Readonly<Record<string, unknown>> | undefined,
  flag = options.images?.[service],
): Pick<PlannedService, 'image' | 'values'> {
  const { outputs, prometheus, awsEndpoint } = options;
  const wanted = wantedImage({
    service,
    flag,
    declared: environment.services[service]?.image,
    recorded: recordedImage(recorded),
    resolve: (text) => imageReference(environment, service, outputs, text),
  });
  // Nobody named an image: that is told in the words of who knows where it could be named.
  const { image, declaredImage } = wanted ?? {
    image: imageReference(environment, service, outputs),
    declaredImage: '',
  };
  const releaseId = (options as { releaseId?: string }).releaseId;
  const context = { outputs, image, prometheus, capabilities, awsEndpoint, declaredImage, releaseId };
  return { image, values: { ...serviceValues(environment, service, context) } };
}

/** The image that a release was made with; undefined when its values name none. */
export function imageTextOf(values: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const recorded = recordedImage(values);
  return recorded && imageText(recorded.image);
}

/** What an earlier run held back, as long as the file declares it, and what serves stays. */
function stillHeldBack(
  before: PlannedService['before'],
  wanted: Pick<PlannedService, 'image' | 'values'>,
): GivenUp | undefined {
  const image = readInsteadOf(before?.release.description);
  const servingImage = imageText(wanted.image);
  const stays = servingImage === imageTextOf(before?.values) && wanted.values.release.declaredImage !== '';
  return image && stays ? { image, servingImage } : undefined;
}

function withoutDeclared(values: Readonly<Record<string, unknown>> | undefined) {
  return values && { ...values, release: { ...(values.release as object), declaredImage: '' } };
}

function recordedImage(values: Readonly<Record<string, unknown>> | undefined): RecordedImage | undefined {
  const { image, release } = (values ?? {}) as Partial<Pick<ServiceValues, 'image' | 'release'>>;
  return image?.repository ? { image, declaredImage: release?.declaredImage ?? '' } : undefined;
}
