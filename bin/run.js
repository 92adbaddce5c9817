import { existsSync, readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(`backlot needs Node 22.22 or newer; this is ${process.versions.node} (${process.execPath}).\n`);
  process.exit(1);
}

// The most frequent question, from scripts and prompts, is answered without loading the CLI.
if (process.argv.length === 3 && process.argv[2] === '--version') {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  process.stdout.write(`backlot/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
  process.exit(0);
}

const cache = process.env.BACKLOT_CACHE_DIR || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'backlot');
nodeModule.enableCompileCache?.(join(cache, 'node'));

// In a checkout the sources are the truth: what is newer than its build is built first. A published package has no sources.
if (existsSync(join(root, 'scripts', 'build.mjs'))) {
  const { buildIfStale } = await import(pathToFileURL(join(root, 'scripts', 'build.mjs')).href);
  await buildIfStale();
}
const { main } = await import(pathToFileURL(join(root, 'dist', 'cli', 'main.js')).href);
await main(process.argv.slice(2), root);
