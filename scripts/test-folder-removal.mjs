import { rm } from 'node:fs/promises';
import { basename } from 'node:path';

/** After all tests: takes away what they left in the temporary folder that was made for them. */
export default async function removeTestFolder() {
  const folder = process.env.TMPDIR ?? '';
  if (basename(folder).startsWith('bt-')) await rm(folder, { recursive: true, force: true });
}
