import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder `environments` that this kit brings: base, blueprints and their schema. Undefined where it brings none. */
export function kitEnvironments(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'environments', 'base.yaml'))) return join(folder, 'environments');
    if (folder === dirname(folder)) return undefined;
  }
}

/** A command that puts what the kit brings into a folder that has none of it. @param folder `environments` of the project */
export function copyOfTheKit(folder: string): string[] {
  const kit = kitEnvironments();
  if (kit === undefined) return [];
  const parts = ['base.yaml', 'blueprints', 'environment.schema.json'].map((name) => shellWord(join(kit, name)));
  return [`mkdir -p ${shellWord(folder)} && cp -R ${parts.join(' ')} ${shellWord(folder)}`];
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
