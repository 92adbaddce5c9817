import { findOnPath } from '../../host/search-path.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { buildTool, locateTool, type ResolvedTool, type ResolveOptions } from './resolve-tool.js';
import { tools } from './tool.js';
import type { Tool } from './tool-definition.js';
import { versionOf } from './tool-version.js';
import { isAtLeast } from './version-order.js';

/** The program that plans and applies: OpenTofu, or Terraform. */
export interface ResolvedTerraform extends ResolvedTool {
  readonly flavor: 'tofu' | 'terraform';
}

/**
 * Chooses the program that plans and applies: the one that `BACKLOT_TERRAFORM` names; else OpenTofu from `PATH` or the
 * cache; else Terraform from `PATH`; else OpenTofu, built from its Go module.
 *
 * @throws BacklotError `TerraformMissing`; `TerraformUnusable` (exit code 3) for an override that is none or too old.
 */
export async function resolveTerraform(options: ResolveOptions = {}): Promise<ResolvedTerraform> {
  const found = await locateTerraform();
  if (found) return found;
  try {
    return { ...(await buildTool(tools.tofu, options)), flavor: 'tofu' };
  } catch (error) {
    throw error instanceof BacklotError && error.code === 'GoMissing' ? missing(error) : error;
  }
}

/** The same, but builds nothing: undefined when there is none yet. */
export async function locateTerraform(): Promise<ResolvedTerraform | undefined> {
  const override = process.env.BACKLOT_TERRAFORM;
  if (override) return overridden(override);
  const tofu = await locateTool(tools.tofu);
  if (tofu) return { ...tofu, flavor: 'tofu' };
  const terraform = await locateTool(tools.terraform);
  return terraform && { ...terraform, flavor: 'terraform' };
}

const EITHER: Tool['probe'] = {
  args: ['version'],
  pattern: /^(?<flavor>OpenTofu|Terraform) v(?<version>\d\S*)/m,
};

async function overridden(name: string): Promise<ResolvedTerraform> {
  const path = findOnPath(name);
  const told = path && (await versionOf(path, EITHER));
  if (!path || !told)
    throw unusable(name, path ? 'it does not say that it is OpenTofu or Terraform' : 'no such program');
  const flavor = told.flavor === 'OpenTofu' ? 'tofu' : 'terraform';
  const { minimum } = tools[flavor];
  if (!isAtLeast(told.version, minimum)) throw unusable(name, `version ${told.version} is older than ${minimum}`);
  return { path, version: told.version, flavor, source: 'override' };
}

function unusable(name: string, why: string): BacklotError {
  return new BacklotError({
    code: 'TerraformUnusable',
    message: `BACKLOT_TERRAFORM=${name} cannot be used: ${why}`,
    hints: ['or set it to the path of OpenTofu or Terraform >= 1.10'],
    actions: ['unset BACKLOT_TERRAFORM'],
    exitCode: 3,
    details: { override: name },
  });
}

function missing(cause: BacklotError): BacklotError {
  return new BacklotError({
    code: 'TerraformMissing',
    message: 'neither OpenTofu nor Terraform >= 1.10 is on PATH, and OpenTofu cannot be built because PATH has no go',
    hints: [...tools.tofu.hints, ...tools.terraform.hints],
    actions: ['backlot doctor'],
    cause,
  });
}
