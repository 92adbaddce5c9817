import { z } from 'zod';
import { objectDamaged, type StoredAt, storedJson } from '../../../kernel/stored-json.js';
import type { ClusterArchive } from './export-objects.js';

/** As Kubernetes names objects; those of access control may have a colon. It becomes a part of a URL. */
const name = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9][A-Za-z0-9.:_-]*$/, 'is no name of Kubernetes');

const shape = z.looseObject({
  format: z.literal(1),
  namespace: name,
  kubernetes: z.string(),
  objects: z.array(
    z.looseObject({
      apiVersion: z.string().regex(/^[a-z0-9.-]+(\/[a-z0-9]+)?$/, 'is no version of an API'),
      kind: z.string().regex(/^[A-Za-z0-9]+$/, 'is no kind'),
      metadata: z.looseObject({ name, namespace: name.optional() }),
    }),
  ),
  secrets: z.array(z.looseObject({ name, type: z.string() })),
  helmReleases: z.number(),
});

/** An export out of its stored text; its objects are of its own namespace, or of none. @throws BacklotError `ObjectDamaged` */
export function parseClusterArchive(text: string, at: StoredAt): ClusterArchive {
  const archive = storedJson(text, at, shape) as ClusterArchive;
  const strange = archive.objects.find(
    ({ metadata: { namespace } }) => namespace !== undefined && namespace !== archive.namespace,
  );
  if (!strange) return archive;
  const { kind, metadata } = strange;
  throw objectDamaged(at, `its ${kind} '${metadata.name}' is of the namespace '${metadata.namespace}'`);
}
