import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { readBinding } from './binding-reader.js';
import { withOverrides } from './overrides.js';
import type { Schema } from './schema.js';

/** Root folder of the installed `@cdktn/provider-aws` and its version. */
export interface BindingPackage {
  readonly folder: string;
  readonly version: string;
}

/** Finds the installed bindings. */
export async function bindingPackage(): Promise<BindingPackage> {
  const manifest = createRequire(import.meta.url).resolve('@cdktn/provider-aws/package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  return { folder: dirname(manifest), version };
}

/**
 * Derives one type's schema from its binding.
 *
 * @param type `aws_vpc`, or `data.aws_region` for a data source.
 * @throws BacklotError `UnknownResourceType` when the installed bindings have no such type.
 */
export async function deriveSchema(type: string, from: BindingPackage): Promise<Schema> {
  const file = join(from.folder, 'lib', bindingFolder(type), 'index.js');
  const source = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new BacklotError({
      code: 'UnknownResourceType',
      message: `The installed AWS bindings (${from.version}) have no ${type.replace(/^data\./, 'data source ')}.`,
      cause,
    });
  });
  return withOverrides(type, readBinding(source, type));
}

/** `aws_vpc` → `vpc`; `data.aws_region` → `data-aws-region`. Two names are taken by other things in the bindings. */
function bindingFolder(type: string): string {
  if (type.startsWith('data.')) return type.replace('data.', 'data-').replaceAll('_', '-');
  return type.replace(/^aws_/, '').replaceAll('_', '-');
}
