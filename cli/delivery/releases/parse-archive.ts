import { z } from 'zod';
import { objectDamaged, type StoredAt, storedJson } from '../../kernel/stored-json.js';
import type { ReleaseArchive } from './release-archive.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256');
/** Of a stack, as those that are declared have it: it becomes the name of a folder. */
const stackId = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'is no name of a stack');

const shape = z.looseObject({
  format: z.literal(1),
  environment: z.looseObject({ id: z.string() }),
  stacks: z.array(
    z.looseObject({
      id: stackId,
      dependsOn: z.array(z.string()),
      config: z.string(),
      files: z.array(z.looseObject({ path: z.string().regex(/^assets\//, 'is below no assets/'), sha256 })),
      outputs: z.record(z.string(), z.unknown()),
    }),
  ),
  baseline: z
    .array(
      z.looseObject({
        apiVersion: z.string(),
        kind: z.string(),
        metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
      }),
    )
    .optional(),
  charts: z.record(
    sha256,
    z.looseObject({
      id: z.string().regex(/^[a-z0-9][a-z0-9.+-]{0,127}$/, 'is no name of a chart'),
      files: z.record(z.string(), z.string()),
    }),
  ),
  addresses: z.looseObject({ prometheus: z.string().optional(), awsEndpoint: z.string().optional() }),
});

/**
 * The archive of a release, out of its stored text: of the shape that is written, of this environment, each stack with its
 * state where that stack's is.
 *
 * @throws BacklotError `ObjectDamaged`
 */
export function parseArchive(text: string, at: StoredAt, environment: string): ReleaseArchive {
  const archive = storedJson(text, at, shape) as unknown as ReleaseArchive;
  if (archive.environment.id !== environment) {
    throw objectDamaged(at, `it is of the environment '${archive.environment.id}'`);
  }
  const ids = new Set<string>();
  for (const { id, config, files } of archive.stacks) {
    if (ids.has(id)) throw objectDamaged(at, `it has the stack '${id}' twice`);
    ids.add(id);
    const { bucket, key } = backendOf(config) ?? {};
    if (bucket !== at.bucket || key !== `${environment}/${id}.tfstate`) {
      throw objectDamaged(at, `its stack '${id}' keeps its state in s3://${bucket}/${key}`);
    }
    const paths = new Set(files.map(({ path }) => path));
    if (paths.size < files.length) throw objectDamaged(at, `its stack '${id}' has a file twice`);
  }
  return archive;
}

interface Backend {
  readonly bucket?: unknown;
  readonly key?: unknown;
}

function backendOf(config: string): Backend | undefined {
  try {
    return (JSON.parse(config) as { terraform?: { backend?: { s3?: Backend } } }).terraform?.backend?.s3;
  } catch {
    // Then it has no backend that is ours.
    return undefined;
  }
}
