import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFolder } from '../../../host/atomic-folder.js';
import { withFileLock } from '../../../host/file-lock.js';
import { cacheFolder } from '../../../host/folders.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { downloadGoModule, type GoSource } from '../../tools/go-module.js';
import type { ApiObject } from '../api/api-client.js';

/** Files of a public module that define kinds of objects, or say what a controller may do. */
interface DefinitionSource extends GoSource {
  readonly folder: string;
  readonly files: readonly string[];
}

/** Kinds that charts and the platform use: the definitions that their makers publish, pinned. */
const SOURCES: readonly DefinitionSource[] = [
  {
    path: 'github.com/argoproj/argo-rollouts',
    version: '1.10.1',
    sum: 'h1:6oyVPGiHHxu3ixkT6mngemh88HLPDoTX1IwO6KNR1Y4=',
    folder: 'manifests',
    files: [
      'crds/rollout-crd.yaml',
      'crds/analysis-run-crd.yaml',
      'crds/analysis-template-crd.yaml',
      'crds/cluster-analysis-template-crd.yaml',
      'crds/experiment-crd.yaml',
      'role/argo-rollouts-clusterrole.yaml',
    ],
  },
  {
    path: 'github.com/external-secrets/external-secrets',
    version: '1.3.2',
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    folder: 'config/crds/bases',
    files: [
      'external-secrets.io_externalsecrets.yaml',
      'external-secrets.io_secretstores.yaml',
      'external-secrets.io_clustersecretstores.yaml',
    ],
  },
  {
    path: 'github.com/prometheus-operator/prometheus-operator',
    version: '0.85.0',
    sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
    folder: 'example/prometheus-operator-crd',
    files: [
      'monitoring.coreos.com_podmonitors.yaml',
      'monitoring.coreos.com_servicemonitors.yaml',
      'monitoring.coreos.com_prometheusrules.yaml',
    ],
  },
  {
    path: 'sigs.k8s.io/gateway-api',
    version: '1.6.3',
    sum: 'h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=',
    folder: 'config/crd/standard',
    files: [
      'gateway.networking.k8s.io_gatewayclasses.yaml',
      'gateway.networking.k8s.io_gateways.yaml',
      'gateway.networking.k8s.io_httproutes.yaml',
    ],
  },
  {
    path: 'github.com/kedacore/keda/v2',
    version: '2.21.0',
    sum: 'h1:R6z2HZvstK4RLUMxroNACzBj74xGxt3kG59b5Xc+Xps=',
    folder: 'config/crd/bases',
    files: ['keda.sh_scaledobjects.yaml'],
  },
];

/** What of this project's own making changes what is kept. */
const FORMAT = 1;

/** Where the definitions are, or would be, in the cache; its name changes with what they are. */
export function definitionsFolder(): string {
  const pin = createHash('sha256')
    .update(JSON.stringify([FORMAT, SOURCES]))
    .digest('hex')
    .slice(0, 12);
  return join(cacheFolder(), `cluster-definitions-${pin}`);
}

/**
 * Objects that define the kinds, and the role of the Rollouts controller; fetched once into the cache.
 *
 * @throws BacklotError `GoMissing`, `ModuleChanged`, `BuildFailed`, `DefinitionMissing`.
 */
export async function definitions(tell: (message: string) => void): Promise<ApiObject[]> {
  const folder = definitionsFolder();
  return (await keptDefinitions(folder)) ?? (await fetchDefinitions(folder, tell));
}

async function fetchDefinitions(folder: string, tell: (message: string) => void): Promise<ApiObject[]> {
  const onWait = (holder: number) => tell(`waiting for process ${holder}, which fetches definitions of kinds`);
  return withFileLock(`${folder}.lock`, { subject: 'the definitions of kinds', onWait }, async () => {
    const meanwhile = await keptDefinitions(folder);
    if (meanwhile) return meanwhile;
    tell(`fetching the definitions of ${SOURCES.map(({ path }) => path.split('/')[1]).join(', ')} (once)`);
    const found = await Promise.all(SOURCES.map(objectsOf));
    const objects = found.flat();
    await replaceFolder(folder, (building) => writeFile(join(building, 'objects.json'), JSON.stringify(objects)));
    return objects;
  });
}

/** What was fetched before; undefined when it is not there, or not what was written: then it is fetched anew. */
export async function keptDefinitions(folder: string): Promise<ApiObject[] | undefined> {
  try {
    const objects: unknown = JSON.parse(await readFile(join(folder, 'objects.json'), 'utf8'));
    const whole =
      Array.isArray(objects) && objects.length > 0 && objects.every((each) => typeof each?.kind === 'string');
    return whole ? (objects as ApiObject[]) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function objectsOf(source: DefinitionSource): Promise<ApiObject[]> {
  const { parseAllDocuments } = await import('yaml');
  const folder = join(await downloadGoModule(source), source.folder);
  const texts = await Promise.all(
    source.files.map(async (name) =>
      readFile(join(folder, name), 'utf8').catch(async () => {
        throw missing(source, name, await readdir(folder).catch(() => []));
      }),
    ),
  );
  const objects = texts.flatMap((text) =>
    parseAllDocuments(text).map((document) => document.toJS() as ApiObject | null),
  );
  return objects.filter((object): object is ApiObject => object !== null).map(lean);
}

/** Without the prose, which is most of a definition: only `kubectl explain` would show it. */
function lean(object: ApiObject): ApiObject {
  if (object.kind !== 'CustomResourceDefinition') return object;
  const { status, ...rest } = object;
  return strip(rest, false) as ApiObject;
}

/** A property may itself be called `description`: those of `properties` are names, not prose. */
function strip(value: unknown, names: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => strip(each, false));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, each]) => names || key !== 'description' || typeof each !== 'string',
  );
  return Object.fromEntries(entries.map(([key, each]) => [key, strip(each, !names && key === 'properties')]));
}

function missing(source: DefinitionSource, name: string, present: readonly string[]): BacklotError {
  return new BacklotError({
    code: 'DefinitionMissing',
    message: `${source.path} ${source.version} has no ${source.folder}/${name}; there are ${present.join(', ') || 'none'}`,
    source: 'upstream',
    actions: ['go clean -modcache'],
  });
}
