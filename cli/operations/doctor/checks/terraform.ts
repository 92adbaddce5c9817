import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { findOnPath, locateTerraform, versionOf } from '../../../../sandbox/tools/index.js';
import type { Check } from '../check.js';

const TERRAFORM = { id: 'terraform', title: 'OpenTofu or Terraform' } as const;
const GO = { id: 'go', title: 'Go (builds OpenTofu)' } as const;

/** What plans and applies, and Go, which is needed only where that has to be built. */
export async function checkTerraform(): Promise<Check[]> {
  const path = findOnPath('go');
  const told = path ? await versionOf(path, { args: ['version'], pattern: /go(?<version>\d+\.\d+\S*)/ }) : undefined;
  const go = told && path ? { version: told.version, path } : undefined;
  const terraform = await lookForTerraform(go !== undefined);
  return [terraform, go ? { ...GO, status: 'ok', ...go } : withoutGo(terraform)];
}

async function lookForTerraform(hasGo: boolean): Promise<Check> {
  try {
    const found = await locateTerraform();
    if (found) {
      const { version, source, path, flavor } = found;
      return {
        ...TERRAFORM,
        status: 'ok',
        version,
        source,
        path,
        detail: flavor === 'tofu' ? 'OpenTofu' : 'Terraform',
      };
    }
  } catch (error) {
    if (!(error instanceof BacklotError)) throw error;
    return { ...TERRAFORM, status: 'missing', detail: error.message, action: error.actions[0] };
  }
  if (hasGo) {
    const detail = 'not installed; the first plan builds OpenTofu from its Go module, which takes some minutes';
    return { ...TERRAFORM, status: 'warning', detail };
  }
  const detail = 'neither is on PATH, and there is no Go to build OpenTofu with';
  return { ...TERRAFORM, status: 'missing', detail, action: 'install OpenTofu or Terraform >= 1.10' };
}

function withoutGo(terraform: Check): Check {
  if (terraform.status === 'ok') return { ...GO, status: 'warning', detail: 'not there, and not needed now' };
  return { ...GO, status: 'missing', detail: 'not on PATH', action: 'install Go (https://go.dev/dl/)' };
}
