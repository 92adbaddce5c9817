/**
 * Gets the programs that tests run beside the CLI, before the clock of any test ticks: what is neither on PATH nor in the
 * cache is fetched, or built from its Go module, which takes minutes the first time.
 */
import { kubeconform, kubeScore, promtool } from '../dist/sandbox/tools/chart-scanners.js';
import { resolveTools } from '../dist/sandbox/tools/index.js';
import { locateTool, obtainTool } from '../dist/sandbox/tools/resolve-tool.js';

const began = performance.now();
let last = '';
const progress = (message) => {
  // A line per program and half minute is enough in a log.
  const line = message.replace(/: (\d+) s of/, (_, seconds) => `: ${Math.floor(Number(seconds) / 30) * 30} s of`);
  if (line !== last) process.stderr.write(`${message}\n`);
  last = line;
};

const tools = await resolveTools(
  [
    'etcd',
    'kube-apiserver',
    'kube-controller-manager',
    'kube-scheduler',
    'rollouts-controller',
    'kwok',
    'prometheus',
    'helm',
    'kubectl',
  ],
  { progress },
);
const scanners = {};
for (const tool of [kubeconform, kubeScore, promtool]) {
  scanners[tool.name] = (await locateTool(tool)) ?? (await obtainTool(tool, { progress }));
}
const sources = Object.entries({ ...tools, ...scanners }).map(
  ([name, { source, version }]) => `${name} ${version} (${source})`,
);
process.stderr.write(`tools after ${Math.round((performance.now() - began) / 1_000)} s: ${sources.join(', ')}\n`);
