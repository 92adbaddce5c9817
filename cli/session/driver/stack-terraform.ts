import { join } from 'node:path';
import { withFileLock } from '../../../host/file-lock.js';
import { type TerraformEvent, TerraformFolder } from '../../adapters/terraform/index.js';
import type { ProviderSession } from '../cloud/cloud.js';
import type { Session } from '../open/session.js';
import type { SessionStack } from '../stacks/session-stack.js';

/** What to run Terraform for. */
export interface StackTerraformOptions {
  /** Names the log: `plan`, `apply`, `destroy`. */
  readonly purpose: string;
  /** Types in the state that the stack may no longer declare. @default none */
  readonly stateTypes?: readonly string[];
  /** @default nobody listens */
  readonly onEvent?: (event: TerraformEvent) => void;
}

/** Runs `work` with Terraform ready in the stack's folder and the provider alive until it is done. */
export async function withTerraform<T>(
  session: Session,
  stack: SessionStack,
  options: StackTerraformOptions,
  work: (terraform: TerraformFolder, provider: ProviderSession) => Promise<T>,
): Promise<T> {
  const { cloud, terraform, workspace, interruption } = session;
  const types = [...new Set([...stack.types, ...(options.stateTypes ?? [])])].sort();
  const provider = await cloud.providerFor(types, stack.folder);
  try {
    const folder = new TerraformFolder({
      stack: stack.id,
      environment: session.environment.id,
      binary: terraform.path,
      version: terraform.version,
      folder: stack.folder,
      env: { ...cloud.env, ...provider.env },
      log: join(workspace.logs, `${stack.id}.${options.purpose}.jsonl`),
      onEvent: options.onEvent,
      stop: interruption.stop,
      kill: interruption.kill,
    });
    await initialize(folder, cloud.env.TF_PLUGIN_CACHE_DIR);
    return await work(folder, provider);
  } finally {
    await provider.close();
  }
}

/** Terraform's plugin cache is not made for several inits at once, here or in another command. */
async function initialize(terraform: TerraformFolder, pluginCache: string | undefined): Promise<void> {
  if (!pluginCache) return terraform.init();
  const lock = join(pluginCache, '.backlot-lock');
  await withFileLock(lock, { subject: 'the cache of Terraform providers' }, () => terraform.init());
}
