/**
 * Holds the structure: which way imports may point, no circles, and pages that show it as it is.
 *
 *     tsx scripts/structure/check.ts [--write] [ROOT]
 *
 * Imports are read once for all of it. With `--write` the pages are brought up to date first.
 */
import { join } from 'node:path';
import { circleErrors, knownCircles } from './circles.js';
import { pageErrors, structurePages, writePages } from './documents.js';
import { readGraph } from './read-graph.js';

const write = process.argv.includes('--write');
const root = process.argv.slice(2).find((word) => word !== '--write') ?? join(import.meta.dirname, '../..');

const graph = await readGraph(root);
if (write) await writePages(root, await structurePages(root, graph));
const errors = [...circleErrors(graph.arrows, knownCircles()), ...pageErrors(await structurePages(root, graph))];

process.stdout.write(graph.report);
for (const error of errors) process.stdout.write(`  error ${error}\n`);
process.exitCode = graph.violations.length + errors.length > 0 ? 1 : 0;
