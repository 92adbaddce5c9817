import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Component } from '../processes/component.js';
import { answers } from '../processes/probe.js';
import { LOOPBACK, type Parts } from './parts.js';

/** Our own program: kubelet, metrics, secrets and load of the sandbox. */
export function agent({ ports, configuration }: Parts): Component {
  const program = agentProgram();
  return {
    name: 'agent',
    command: process.execPath,
    args: [program, configuration.agent.path],
    reads: [
      edition(dirname(program)),
      configuration.agent.content,
      configuration.kubeconfigs.agent.content,
      ...configuration.agentCertificates,
    ],
    ports: ['agent', 'agent-api', 'agent-kubelet', 'prometheus'],
    ready: () => answers({ url: `http://${LOOPBACK}:${ports.agent}/healthz` }),
  };
}

/** The agent's program: of this build, else of the build of this checkout. */
function agentProgram(): string {
  const candidates = ['../agent/main.js', '../../../dist/sandbox/cluster/agent/main.js'];
  const found = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url))).find(existsSync);
  if (found) return found;
  throw new BacklotError({
    code: 'AgentMissing',
    message: `the sandbox's agent is not built`,
    source: 'platform',
    actions: ['npm run build'],
  });
}

/** Changes when the program was built anew. */
function edition(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  return files
    .sort()
    .map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`)
    .join('\n');
}
