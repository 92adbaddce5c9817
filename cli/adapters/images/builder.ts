import { BacklotError } from '../../../modules/values/backlot-error.js';
import { againWith } from '../../kernel/command-line.js';
import type { BuilderTool } from './builder-tool.js';
import type { RegistryLogin } from './image-catalog.js';

/** What is built. */
export interface BuildRequest {
  /** Folder that is sent to the builder. */
  readonly context: string;
  /** @default Dockerfile in the context */
  readonly file?: string;
  /** `registry/name:tag`. */
  readonly reference: string;
  /** `linux/arm64`. */
  readonly platform: string;
  readonly labels: Readonly<Record<string, string>>;
  /** None of them secret: they stay in the image's history. */
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Files that are mounted while a step runs, by id; nothing of them stays in the image. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Seconds since 1970 that all times in the image are set to, so that equal content gives an equal digest. */
  readonly sourceDateEpoch: number;
}

/** How a program is run; tests look at it. */
export interface BuilderRun {
  /** Called with each line that it prints. @default nobody listens */
  readonly tell?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * The arguments of a build; nothing of them is secret.
 *
 * @param buildx whether Docker has BuildKit: the builder that it had before mounts no secrets and writes no attestations.
 */
export function buildArguments(tool: BuilderTool, request: BuildRequest, buildx: boolean): string[] {
  const { buildArgs, context, file, labels, platform, reference, secrets, sourceDateEpoch } = request;
  const flags = [
    ...(file ? ['--file', file] : []),
    ...['--tag', reference, '--platform', platform],
    ...Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
    ...Object.entries(buildArgs).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
    ...Object.entries(secrets).flatMap(([id, source]) => ['--secret', `id=${id},src=${source}`]),
  ];
  // Docker takes the time as a build argument that BuildKit knows; the other two have a flag for it.
  if (tool.name === 'docker') {
    const epoch = ['--build-arg', `SOURCE_DATE_EPOCH=${sourceDateEpoch}`];
    // An attestation names the time of the build, and with it the digest is another each time.
    return buildx
      ? ['buildx', 'build', '--load', '--provenance=false', ...flags, ...epoch, context]
      : ['build', ...flags, ...epoch, context];
  }
  return ['build', ...flags, '--timestamp', String(sourceDateEpoch), context];
}

/** Builds an image into the program's own store. @throws BacklotError `BuildFailed` with its last lines, `BuildKitMissing` */
export async function buildImage(tool: BuilderTool, request: BuildRequest, run: BuilderRun = {}): Promise<void> {
  const buildx = tool.name !== 'docker' || (await hasBuildx(tool));
  if (!buildx && Object.keys(request.secrets).length > 0) {
    throw new BacklotError({
      code: 'BuildKitMissing',
      message: 'this Docker has no BuildKit, and without it no secret can be mounted while a step runs',
      hints: ['install the plugin buildx: https://docs.docker.com/go/buildx'],
      actions: againWith('tool', 'podman'),
    });
  }
  await runBuilder(tool, buildArguments(tool, request, buildx), { ...run, code: 'BuildFailed' });
}

async function hasBuildx(tool: BuilderTool): Promise<boolean> {
  const { execa } = await import('execa');
  return (await execa(tool.path, ['buildx', 'version'], { reject: false, stdin: 'ignore' })).exitCode === 0;
}

/** Signs in to a registry: the password goes through stdin, so that no list of processes shows it. */
export async function signIn(tool: BuilderTool, host: string, login: RegistryLogin, run: BuilderRun = {}) {
  const args = ['login', '--username', login.username, '--password-stdin', host];
  await runBuilder(tool, args, { ...run, code: 'RegistryLoginFailed', input: login.password });
}

/** Sends an image to its registry. @throws BacklotError `PushFailed` */
export async function pushImage(tool: BuilderTool, reference: string, run: BuilderRun = {}): Promise<void> {
  await runBuilder(tool, ['push', reference], { ...run, code: 'PushFailed' });
}

/** Gives an image of the program's store a second name. @throws BacklotError `ImageNotBuilt` when it isn't there */
export async function tagImage(tool: BuilderTool, source: string, target: string): Promise<void> {
  await runBuilder(tool, ['tag', source, target], { code: 'ImageNotBuilt' });
}

/** Whether the program's store has an image. @throws BacklotError `ImageBuilderDown` */
export async function hasImage(tool: BuilderTool, reference: string): Promise<boolean> {
  const { execa } = await import('execa');
  const inspect = tool.name === 'buildah' ? ['inspect', '--type', 'image'] : ['image', 'inspect'];
  const run = await execa(tool.path, [...inspect, reference], { all: true, reject: false, stdin: 'ignore' });
  if (run.exitCode !== 0 && isDown([run.all ?? ''])) throw down(tool);
  return run.exitCode === 0;
}

interface ToolRun extends BuilderRun {
  readonly code: string;
  /** Written to stdin. @default nothing */
  readonly input?: string;
}

async function runBuilder(tool: BuilderTool, args: readonly string[], run: ToolRun): Promise<void> {
  const { execa } = await import('execa');
  const { code, input, signal, tell } = run;
  const last: string[] = [];
  const child = execa(tool.path, [...args], {
    all: true,
    reject: false,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    ...(signal ? { cancelSignal: signal } : {}),
  });
  for await (const line of child.iterable({ from: 'all' })) {
    tell?.(line);
    last.push(line);
    if (last.length > 12) last.shift();
  }
  const { exitCode, failed } = await child;
  if (!failed) return;
  if (!signal?.aborted && isDown(last)) throw down(tool);
  const what = `${tool.name} ${args[0]}`;
  throw new BacklotError({
    code: signal?.aborted ? 'Interrupted' : code,
    message: signal?.aborted
      ? `${what} was interrupted`
      : `${what} ended with ${exitCode ?? 'a signal'}:\n${last.join('\n')}`,
    source: 'upstream',
    exitCode: signal?.aborted ? 130 : 1,
  });
}

function down({ name }: BuilderTool): BacklotError {
  return new BacklotError({
    code: 'ImageBuilderDown',
    message: `${name} is installed, but its daemon does not answer`,
    hints: [`start ${name} (sudo systemctl start ${name})`, 'or use one that needs no daemon'],
    actions: ['podman', 'buildah'].flatMap((tool) => againWith('tool', tool)),
  });
}

/** Docker's client is there, and its daemon is not. */
function isDown(lines: readonly string[]): boolean {
  return lines.some((line) => /cannot connect to the docker daemon/i.test(line));
}
