import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { locateTerraform } from '../../../../sandbox/tools/index.js';
import type { Check } from '../check.js';
import { findGo } from './go.js';

const TERRAFORM = { id: 'terraform', title: 'OpenTofu or Terraform' } as const;

/** What plans and applies. */
export async function checkTerraform(): Promise<Check> {
  return lookForTerraform((await findGo()) !== undefined);
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
    return {
      ...TERRAFORM,
      status: 'missing',
      detail: error.message,
      action: error.actions.find((action) => action !== 'backlot doctor') ?? error.hints[0],
    };
  }
  if (hasGo) {
    const detail = 'not installed; the first plan builds OpenTofu from its Go module, which takes some minutes';
    return { ...TERRAFORM, status: 'warning', detail };
  }
  const detail = 'neither is on PATH, and there is no Go to build OpenTofu with';
  return { ...TERRAFORM, status: 'missing', detail, action: 'install OpenTofu or Terraform >= 1.10' };
}
