/** Writes environments/environment.schema.json, with which editors check and complete environment files. */
import { writeFile } from 'node:fs/promises';
import { fileJsonSchema } from '../environments/model/json-schema.js';

const target = new URL('../environments/environment.schema.json', import.meta.url);
await writeFile(target, `${JSON.stringify(fileJsonSchema(), null, 2)}\n`);
