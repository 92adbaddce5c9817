import { CLUSTER_TOOLS } from '../../../../sandbox/cluster/index.js';
import { findOnPath, locateTerraform, locateTool, tools, versionOf } from '../../../../sandbox/tools/index.js';
import type { Check } from '../check.js';

const GO = { id: 'go', title: 'Go (builds OpenTofu and the cluster)' } as const;

/** The Go on `PATH`. */
export async function findGo(): Promise<{ version: string; path: string } | undefined> {
  const path = findOnPath('go');
  const told = path ? await versionOf(path, { args: ['version'], pattern: /go(?<version>\d+\.\d+\S*)/ }) : undefined;
  return told && path ? { version: told.version, path } : undefined;
}

/** Go, which is needed only where something has to be built. */
export async function checkGo(): Promise<Check> {
  const go = await findGo();
  if (go) return { ...GO, status: 'ok', ...go };
  if (await nothingToBuild()) return { ...GO, status: 'warning', detail: 'not there, and not needed now' };
  return { ...GO, status: 'missing', detail: 'not on PATH', action: 'install Go (https://go.dev/dl/)' };
}

async function nothingToBuild(): Promise<boolean> {
  const terraform = await locateTerraform().catch(() => undefined);
  const found = await Promise.all(CLUSTER_TOOLS.map((name) => locateTool(tools[name])));
  return terraform !== undefined && found.every((tool) => tool !== undefined);
}
