import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { type BuilderName, buildImage as runBuild } from '../../adapters/images/index.js';
import { againWith } from '../../kernel/command-line.js';
import { silent, step } from '../../kernel/progress.js';
import { assertNoSecrets } from './build-arguments.js';
import { type ImagesOptions, toolingOf } from './images-options.js';
import { declaredService, type ServiceRepository, withImages } from './with-images.js';

/** How an image is built. */
export interface BuildImageOptions extends ImagesOptions {
  /** Folder that is sent to the builder. @default the working folder */
  readonly folder?: string;
  /** @default Dockerfile in the folder */
  readonly file?: string;
  /** @default the commit: 12 digits, with -dirty where the checkout isn't clean */
  readonly tag?: string;
  /** `linux/arm64`. @default that of the environment's node groups */
  readonly platform?: string;
  /** Program. @default the first of docker, podman, buildah that is there */
  readonly tool?: string;
  /** None of them secret. @default none */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Files by id that are mounted while a step runs. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** What was built. */
export interface BuildResult {
  readonly environment: string;
  readonly service: string;
  readonly tool: BuilderName;
  /** `registry/name:tag`, as `images push` sends it. */
  readonly reference: string;
  readonly tag: string;
  readonly platform: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly durationMs: number;
  /** Command that sends it. */
  readonly push: string;
}

/**
 * Builds an image of a service for the processor of its environment, with labels that say what it was built from. Equal
 * sources give equal labels: the time is that of the commit.
 *
 * @throws BacklotError `NoImageBuilder`, `SecretBuildArgument`, `PlatformAmbiguous`, `DockerfileMissing`, `BuildFailed`.
 */
export async function buildImage(
  environment: Environment,
  service: string,
  options: BuildImageOptions = {},
): Promise<BuildResult> {
  const { progress = silent, secrets = {} } = options;
  declaredService(environment, service);
  assertNoSecrets(options.buildArgs ?? {});
  const platform = options.platform ?? platformOf(environment);
  const context = resolve(options.folder ?? '.');
  const file = resolve(context, options.file ?? 'Dockerfile');
  await assertFiles({ Dockerfile: file, ...secrets });
  const builder = await toolingOf(options).findBuilder({ tool: options.tool });
  const source = await sourceOf(context);
  const tag = options.tag ?? tagOf(source);
  return withImages(environment, options, async (session) => {
    const repository = await session.repository(service);
    const reference = `${pushName(session.cloud.endpoint, repository)}:${tag}`;
    const labels = labelsOf(environment, service, tag, source);
    const began = performance.now();
    const id = `build/${service}`;
    await step(progress, { id, title: `${builder.name} build ${reference}` }, () =>
      runBuild(
        builder,
        {
          context,
          file,
          reference,
          platform,
          labels,
          buildArgs: options.buildArgs ?? {},
          secrets: Object.fromEntries(Object.entries(secrets).map(([key, path]) => [key, resolve(path)])),
          sourceDateEpoch: source?.time ?? 0,
        },
        { tell: (message) => progress.emit({ type: 'step-progress', id, message }), signal: session.stop },
      ),
    );
    return {
      environment: environment.id,
      service,
      tool: builder.name,
      reference,
      tag,
      platform,
      labels,
      durationMs: Math.round(performance.now() - began),
      push: `backlot images push ${environment.id} ${service} --tag ${tag}`,
    };
  });
}

/** Name that a program pushes to: an emulator's address stands in for the registry's host. */
export function pushName(endpoint: string | undefined, { name, url }: ServiceRepository): string {
  return endpoint ? `${new URL(endpoint).host}/${name}` : url;
}

/** The commit that a folder is at. */
interface Source {
  readonly id: string;
  readonly clean: boolean;
  /** Of the commit, seconds since 1970. */
  readonly time: number;
  readonly url?: string;
}

/** Processor of the environment's nodes. @throws BacklotError `PlatformAmbiguous` when it has both */
export function platformOf({ cluster, id }: Environment): string {
  const known = [...new Set(Object.values(cluster?.nodeGroups ?? {}).map(({ architecture }) => architecture))];
  if (known.length <= 1) return `linux/${known[0] ?? 'arm64'}`;
  throw new BacklotError({
    code: 'PlatformAmbiguous',
    message: `'${id}' has nodes of ${known.join(' and ')}: say which the image is for`,
    exitCode: 3,
    actions: known.flatMap((each) => againWith('platform', `linux/${each}`)),
  });
}

/** https://github.com/opencontainers/image-spec/blob/main/annotations.md */
function labelsOf({ platform }: Environment, service: string, tag: string, source: Source | undefined) {
  const prefix = 'org.opencontainers.image';
  return {
    [`${prefix}.title`]: `${platform}/${service}`,
    [`${prefix}.version`]: tag,
    ...(source
      ? {
          [`${prefix}.revision`]: `${source.id}${source.clean ? '' : '-dirty'}`,
          [`${prefix}.created`]: new Date(source.time * 1_000).toISOString(),
          ...(source.url ? { [`${prefix}.source`]: source.url } : {}),
        }
      : {}),
  };
}

async function sourceOf(folder: string): Promise<Source | undefined> {
  const { readCheckout } = await import('../releases/checkout.js');
  const checkout = await readCheckout(folder);
  if (!checkout) return undefined;
  const { execa } = await import('execa');
  const git = async (...args: string[]) =>
    (await execa('git', args, { cwd: folder, timeout: 10_000, reject: false, stdin: 'ignore' })).stdout?.trim() ?? '';
  const [time, origin] = await Promise.all([
    git('log', '-1', '--format=%ct'),
    git('config', '--get', 'remote.origin.url'),
  ]);
  // A remote may be written with a password; the label would publish it.
  const url = origin.replace(/^(https?:\/\/)[^@/]*@/, '$1');
  return { ...checkout, time: Number(time) || 0, ...(url ? { url } : {}) };
}

function tagOf(source: Source | undefined): string {
  if (source) return `${source.id.slice(0, 12)}${source.clean ? '' : '-dirty'}`;
  throw new BacklotError({
    code: 'TagMissing',
    message: 'this is no Git checkout that a tag could be made from',
    exitCode: 3,
    hints: ['--tag names it, such as --tag 1.2.3'],
  });
}

async function assertFiles(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [what, path] of Object.entries(files)) {
    const isFile = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isFile) continue;
    throw new BacklotError({
      code: what === 'Dockerfile' ? 'DockerfileMissing' : 'SecretFileMissing',
      message: what === 'Dockerfile' ? `${path} is not there` : `the file of secret '${what}' is not there: ${path}`,
      exitCode: 3,
      hints: [
        what === 'Dockerfile'
          ? 'where it is: --context FOLDER --file FILE'
          : `where it is: --secret id=${what},src=FILE`,
      ],
    });
  }
}

/** Build arguments of a file: `KEY=VALUE` lines; what starts with `#` is none. */
export async function readBuildArguments(path: string): Promise<Record<string, string>> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new BacklotError({ code: 'FileMissing', message: `--build-args ${path}: ${cause.message}`, exitCode: 3 });
  });
  const lines = text.split('\n').filter((line) => line.trim() && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.split('=', 1)[0] ?? '', line.slice(line.indexOf('=') + 1)]));
}
