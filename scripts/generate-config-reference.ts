/** Writes docs/reference/configuration.md from the schema of environments. */
import { mkdir, writeFile } from 'node:fs/promises';
import { configReference } from '../environments/model/config-reference.js';

const target = new URL('../docs/reference/configuration.md', import.meta.url);
await mkdir(new URL('.', target), { recursive: true });
await writeFile(target, configReference());
