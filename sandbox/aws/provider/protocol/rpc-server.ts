import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { handleUnaryCall, Server, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { ProviderService } from './provider-service.js';

/** Makes a server that answers core's calls with the service. It listens nowhere yet. */
export async function rpcServer(service: ProviderService): Promise<Server> {
  const [{ Server: RpcServer }, definition] = await Promise.all([import('@grpc/grpc-js'), protocolDefinition()]);
  // A state may be larger than the 4 MB that gRPC allows by default.
  const server = new RpcServer({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  server.addService(definition, implementation(service));
  return server;
}

/** Listens on a socket of this machine's file system. */
export async function listen(server: Server, socket: string): Promise<void> {
  const { ServerCredentials } = await import('@grpc/grpc-js');
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

let loading: Promise<ServiceDefinition> | undefined;

/** The protocol's calls; read once per process, as ten stacks are served side by side. */
function protocolDefinition(): Promise<ServiceDefinition> {
  loading ??= (async () => {
    const [grpc, loader] = await Promise.all([import('@grpc/grpc-js'), import('@grpc/proto-loader')]);
    const file = join(dirname(fileURLToPath(import.meta.url)), 'tfplugin6.proto');
    const definition = loader.loadSync(file, { keepCase: true, longs: Number, enums: String });
    // biome-ignore lint/suspicious/noExplicitAny: the definition is loaded at run time; expires 2027-12-31
    return (grpc.loadPackageDefinition(definition) as any).tfplugin6.Provider.service as ServiceDefinition;
  })();
  return loading;
}

function implementation(service: ProviderService): UntypedServiceImplementation {
  return {
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
}

function serve(answer: (request: never) => object | Promise<object>): handleUnaryCall<unknown, object> {
  return (call, done) => {
    Promise.resolve()
      .then(() => answer(call.request as never))
      .then(
        (value) => done(null, value),
        (error: Error) => done(error),
      );
  };
}
