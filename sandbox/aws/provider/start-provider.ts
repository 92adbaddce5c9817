import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { handleUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Handler } from '../handlers/contract.js';
import { handlers } from '../handlers/index.js';
import { loopbackEndpoint } from './client/loopback-endpoint.js';
import { ProviderService } from './protocol/provider-service.js';
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
  close(): Promise<void>;
}

/** OpenTofu and Terraform look the same provider up under different registries. */
const ADDRESSES = ['registry.terraform.io/hashicorp/aws', 'registry.opentofu.org/hashicorp/aws'];

/**
 * Serves the AWS provider to one run of Terraform from this process, on a socket that only this user can open.
 *
 * @throws BacklotError `NotLoopback`, or `UnhandledType` naming every type that the sandbox does not know.
 */
export async function startProvider(options: ProviderOptions): Promise<RunningProvider> {
  const { endpoint, types, folder: workingFolder = process.cwd() } = options;
  loopbackEndpoint(endpoint);
  const unknown = types.filter((type) => !handlers[type]);
  if (unknown.length > 0) {
    throw new BacklotError({
      code: 'UnhandledType',
      message: `the sandbox has no handler for ${unknown.join(', ')}`,
      actions: ['add one under sandbox/aws/handlers/: see docs/concepts/sandbox-provider.md'],
    });
  }
  const [schemas, loaded, grpc, loader] = await Promise.all([
    schemasFor(types),
    Promise.all(
      types.map(
        async (type) => [type, (await (handlers[type] as () => Promise<{ default: Handler }>)()).default] as const,
      ),
    ),
    import('@grpc/grpc-js'),
    import('@grpc/proto-loader'),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'backlot-provider-'));
  const socket = join(folder, 'aws.sock');
  const service = new ProviderService({ endpoint, folder: workingFolder, schemas, handlers: new Map(loaded) });
  const file = join(dirname(fileURLToPath(import.meta.url)), 'protocol', 'tfplugin6.proto');
  const definition = loader.loadSync(file, { keepCase: true, longs: Number, enums: String });
  const server = new grpc.Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  // biome-ignore lint/suspicious/noExplicitAny: the definition is loaded at run time; expires 2027-12-31
  const { tfplugin6 } = grpc.loadPackageDefinition(definition) as any;
  const serve =
    (answer: (request: never) => object | Promise<object>): handleUnaryCall<unknown, object> =>
    (call, done) => {
      Promise.resolve()
        .then(() => answer(call.request as never))
        .then(
          (value) => done(null, value),
          (error: Error) => done(error),
        );
    };
  const calls: UntypedServiceImplementation = {
    GetMetadata: serve(() => service.getMetadata()),
    GetProviderSchema: serve(() => service.getProviderSchema()),
    ValidateProviderConfig: serve(() => ({})),
    ValidateResourceConfig: serve(() => ({})),
    ValidateDataResourceConfig: serve(() => ({})),
    UpgradeResourceState: serve((request) => service.upgradeState(request)),
    ConfigureProvider: serve((request) => service.configure(request)),
    ReadResource: serve((request) => service.read(request)),
    PlanResourceChange: serve((request) => service.plan(request)),
    ApplyResourceChange: serve((request) => service.apply(request)),
    ImportResourceState: serve((request) => service.import(request)),
    ReadDataSource: serve((request) => service.readData(request)),
    GetFunctions: serve(() => ({})),
    StopProvider: serve(() => service.stopNow()),
  };
  server.addService(tfplugin6.Provider.service, calls);
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, grpc.ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    );
  });
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
    close: async () => {
      service.close();
      server.forceShutdown();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
