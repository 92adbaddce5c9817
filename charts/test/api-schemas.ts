import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { downloadGoModule } from '../../sandbox/tools/go-module.js';
import { customResourceSources, kubernetesSource } from './api-modules.js';
import { bundle, closed, type JsonSchema, withNames } from './json-schema.js';

/** Files that kubeconform asks for, in its own way of naming them; it takes the version for the group of the core. */
export const SCHEMA_FILES = '{{.ResourceKind}}-{{.Group}}-{{.ResourceAPIVersion}}.json';

/** Kinds of the API itself that charts make. Those of custom resources are all taken. */
const KINDS = new Set([
  ...['ConfigMap', 'Service', 'ServiceAccount', 'Deployment', 'Job', 'CronJob', 'HorizontalPodAutoscaler'],
  ...['PodDisruptionBudget', 'NetworkPolicy', 'Ingress'],
]);

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/**
 * Writes a strict JSON schema for each kind that charts make, out of the API's own description and the definitions of
 * custom resources. Nothing is fetched but pinned Go modules.
 */
export async function writeApiSchemas(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const [builtIn, custom] = await Promise.all([builtInSchemas(), customSchemas()]);
  await Promise.all(
    [...builtIn, ...custom].map(([{ group, version, kind }, schema]) =>
      writeFile(join(folder, `${kind.toLowerCase()}-${group || version}-${version}.json`), JSON.stringify(schema)),
    ),
  );
}

async function builtInSchemas(): Promise<[GroupVersionKind, JsonSchema][]> {
  const file = join(await downloadGoModule(kubernetesSource), 'api/openapi-spec/swagger.json');
  const { definitions } = JSON.parse(await readFile(file, 'utf8')) as { definitions: Record<string, JsonSchema> };
  return Object.values(definitions).flatMap((definition): [GroupVersionKind, JsonSchema][] => {
    const named = definition['x-kubernetes-group-version-kind'] as GroupVersionKind[] | undefined;
    const [names] = named?.length === 1 ? named : [];
    return names && KINDS.has(names.kind) ? [[names, withNames(bundle(definition, definitions), names)]] : [];
  });
}

async function customSchemas(): Promise<[GroupVersionKind, JsonSchema][]> {
  const perModule = customResourceSources.map(async ({ source, files }) => {
    const folder = await downloadGoModule(source);
    return Promise.all(files.map(async (file) => definitionOf(await readFile(join(folder, file), 'utf8'))));
  });
  return (await Promise.all(perModule)).flat(2);
}

function definitionOf(text: string): [GroupVersionKind, JsonSchema][] {
  const { spec } = parse(text) as CustomResourceDefinition;
  return spec.versions.map(({ name, schema }) => {
    const names = { group: spec.group, version: name, kind: spec.names.kind };
    return [names, withNames(closed(schema.openAPIV3Schema), names)];
  });
}

interface CustomResourceDefinition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: JsonSchema } }[];
  };
}
