import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { parseImage } from '../../../modules/values/image.js';
import type { StackOutputs } from '../../kernel/stack-outputs.js';
import { stackOutput } from '../../session/outputs/stack-output.js';

/** An image that can be pulled. */
export interface ImageReference {
  /** Repository without tag: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/backlot-dev/api`. */
  readonly repository: string;
  /** Empty when there is only a digest. */
  readonly tag: string;
  /** `sha256:…`; empty when there is only a tag. */
  readonly digest: string;
}

/**
 * The image that a text names: a tag in the service's own repository, or a full reference; the declared one when no text
 * is given.
 *
 * @throws BacklotError `ImageMissing` when none is declared either, `InvalidImage` for a text that is none or that
 * names `latest`, `OutputMissing` when the service's repository isn't made yet.
 */
export function imageReference(
  environment: Environment,
  service: string,
  outputs: StackOutputs,
  text: string | undefined = environment.services[service]?.image,
): ImageReference {
  if (text === undefined) throw imageMissing(environment, service);
  const image = parseImage(text);
  if (!image) throw invalidImage(service, text, "write a tag such as 1.2.3, or registry/name:tag, or add '@sha256:…'");
  if (image.tag === 'latest' && image.digest === undefined) {
    throw invalidImage(service, text, "'latest' is another image tomorrow; write the version");
  }
  const { repository = ownRepository(environment, service, outputs), tag = '', digest = '' } = image;
  return { repository, tag, digest };
}

/** As `docker pull` takes it. */
export function formatImage({ repository, tag, digest }: ImageReference): string {
  return `${repository}${tag && `:${tag}`}${digest && `@${digest}`}`;
}

function ownRepository(environment: Environment, service: string, outputs: StackOutputs): string {
  if (!environment.registry) {
    throw new BacklotError({
      code: 'RegistryMissing',
      message: `service '${service}' has no repository: '${environment.id}' has no section registry`,
      hints: ['add registry: {} to the environment', `name the whole image: --image ${service}=registry/name:tag`],
      exitCode: 3,
    });
  }
  return stackOutput(environment, outputs, 'registry').entry('repository_urls', service);
}

function imageMissing({ id }: Environment, service: string): BacklotError {
  return new BacklotError({
    code: 'ImageMissing',
    message: `service '${service}' of '${id}' declares no image, and none was named`,
    hints: [`write services.${service}.image in the environment`],
    actions: [`backlot deploy ${id} --image ${service}=1.0.0`],
    exitCode: 3,
    details: { service },
  });
}

function invalidImage(service: string, text: string, hint: string): BacklotError {
  return new BacklotError({
    code: 'InvalidImage',
    message: `'${text}' is no image that '${service}' can run: ${hint}`,
    exitCode: 3,
    details: { service, image: text },
  });
}
