import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { BacklotError } from '../../../modules/values/backlot-error.js';

/** Programs that build images, best first. */
export const BUILDER_NAMES = ['docker', 'podman', 'buildah'] as const;

/** One of {@link BUILDER_NAMES}. */
export type BuilderName = (typeof BUILDER_NAMES)[number];

/** A program that is there. */
export interface BuilderTool {
  readonly name: BuilderName;
  /** Absolute path. */
  readonly path: string;
}

/** What is looked for, and where. */
export interface FindBuilderOptions {
  /** Only this one. @default the first of docker, podman, buildah */
  readonly tool?: string;
  /** Value of PATH. @default that of this process */
  readonly path?: string;
}

const GET = [
  'Docker: https://docs.docker.com/engine/install',
  'Podman: https://podman.io/docs/installation (apt install podman, brew install podman)',
  'Buildah: https://github.com/containers/buildah/blob/main/install.md (apt install buildah)',
];

/**
 * Finds a program that builds images.
 *
 * @throws BacklotError `NoImageBuilder` naming all three and where to get them; `UnknownImageBuilder` (exit code 3).
 */
export async function findBuilder({ path = process.env.PATH, tool }: FindBuilderOptions = {}): Promise<BuilderTool> {
  const wanted = BUILDER_NAMES.find((name) => name === tool);
  if (tool !== undefined && !wanted) {
    throw new BacklotError({
      code: 'UnknownImageBuilder',
      message: `--tool=${tool} is none that builds images here: write ${BUILDER_NAMES.join(', ')}`,
      exitCode: 3,
    });
  }
  for (const name of wanted ? [wanted] : BUILDER_NAMES) {
    const found = await onPath(name, path ?? '');
    if (found) return { name, path: found };
  }
  throw new BacklotError({
    code: 'NoImageBuilder',
    message: wanted
      ? `${wanted} is not on PATH; images are built with Docker, Podman or Buildah`
      : 'neither Docker nor Podman nor Buildah is on PATH, and one of them is needed to build and push images',
    hints: [...GET, 'an image that another environment has needs none of them'],
    actions: ['backlot images promote --help'],
    details: { looked: wanted ? [wanted] : BUILDER_NAMES },
  });
}

async function onPath(name: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const file = join(folder, name);
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return file;
  }
  return undefined;
}
