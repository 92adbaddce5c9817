import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { socketFolder } from '../../../host/socket-folder.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { handlers } from '../handlers/all-handlers.gen.js';
import type { Handler } from '../handlers/contract.js';
import { type Answered, AnswerLog } from './answers/answer-log.js';
import { loopbackEndpoint } from './client/loopback-endpoint.js';
import { ProviderService } from './protocol/provider-service.js';
import { listen, rpcServer } from './protocol/rpc-server.js';
import { schemasFor } from './schema/schema-cache.js';

/** What to serve. */
export interface ProviderOptions {
  /** Address of the emulator; anything but a loopback address is refused. */
  readonly endpoint: string;
  /** Resource types of the stack and of its state. */
  readonly types: readonly string[];
  /** Where Terraform runs: relative file names in the configuration are found from here. @default this process' folder */
  readonly folder?: string;
}

/** A running provider. */
export interface RunningProvider {
  /** Value of `TF_REATTACH_PROVIDERS`. */
  readonly reattach: string;
  /** What it has asked the emulator so far; undefined when that says nothing about a next run. */
  answered(): readonly Answered[] | undefined;
  close(): Promise<void>;
}

/** OpenTofu and Terraform look the same provider up under different registries. */
const ADDRESSES = ['registry.terraform.io/hashicorp/aws', 'registry.opentofu.org/hashicorp/aws'];

const SOCKET = 'aws.sock';

/**
 * Serves the AWS provider to one run of Terraform from this process, on a socket that only this user can open.
 *
 * @throws BacklotError `NotLoopback`, or `UnhandledType` naming every type that the sandbox does not know,
 *   `NoSocketFolder`.
 */
export async function startProvider(options: ProviderOptions): Promise<RunningProvider> {
  const { endpoint, types, folder: workingFolder = process.cwd() } = options;
  loopbackEndpoint(endpoint);
  const unknown = types.filter((type) => !handlers[type]);
  if (unknown.length > 0) {
    throw new BacklotError({
      code: 'UnhandledType',
      message: `the sandbox has no handler for ${unknown.join(', ')}`,
      hints: ['add one under sandbox/aws/handlers/: see docs/concepts/sandbox-provider.md'],
    });
  }
  const [schemas, loaded] = await Promise.all([schemasFor(types), loadHandlers(types)]);
  const folder = await socketFolder('backlot-provider-', SOCKET);
  const socket = join(folder, SOCKET);
  const log = new AnswerLog();
  const service = new ProviderService({ endpoint, folder: workingFolder, schemas, handlers: loaded, log });
  const server = await rpcServer(service);
  await listen(server, socket);
  const reattach = {
    Protocol: 'grpc',
    ProtocolVersion: 6,
    Pid: process.pid,
    // Without it, Terraform ends the provider's process, which is this one.
    Test: true,
    Addr: { Network: 'unix', String: socket },
  };
  return {
    reattach: JSON.stringify(Object.fromEntries(ADDRESSES.map((address) => [address, reattach]))),
    answered: () => log.answered(),
    close: async () => {
      service.close();
      server.forceShutdown();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function loadHandlers(types: readonly string[]): Promise<ReadonlyMap<string, Handler>> {
  const loaded = types.map(async (type) => {
    const load = handlers[type] as () => Promise<{ default: Handler }>;
    return [type, (await load()).default] as const;
  });
  return new Map(await Promise.all(loaded));
}
