import { UNKNOWN } from '../../provider/values/value.js';
import { type Attributes, type Context, handler } from '../contract.js';
import { CODE, codeMembers } from './function-code.js';
import { CONFIGURATION, fromConfiguration, switchedOff } from './function-configuration.js';

const INVOCATIONS = 'arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions';

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export default handler({
  type: 'aws_lambda_function',
  service: 'lambda',
  id: '{function_name}',
  key: { FunctionName: '{function_name}' },
  prefix: 'Function',
  create: [
    {
      call: 'CreateFunction',
      input: (state, { folder }) => ({ Code: codeMembers(state, folder), ...imageConfig(state) }),
    },
    { run: reserve },
    { when: ['code_signing_config_arn'], run: sign },
  ],
  read: [
    {
      call: 'GetFunctionConfiguration',
      set: (described, state) => ({ ...fromConfiguration(described), publish: state.publish ?? false }),
    },
    {
      call: 'GetFunction',
      only: [],
      set: ({ Code, Concurrency }) => ({
        image_uri: Code?.ImageUri ?? null,
        source_kms_key_arn: Code?.SourceKMSKeyArn ?? null,
        reserved_concurrent_executions: Concurrency?.ReservedConcurrentExecutions ?? -1,
      }),
    },
    {
      call: 'GetFunctionCodeSigningConfig',
      only: ['code_signing_config_arn'],
      when: ({ code_signing_config_arn }) => Boolean(code_signing_config_arn),
    },
    { run: latestVersion },
  ],
  update: [
    {
      call: 'UpdateFunctionConfiguration',
      send: 'changed',
      when: CONFIGURATION,
      input: (state, { changed }) => ({
        ...(changed.has('image_config') && imageConfig(state)),
        ...switchedOff(state, changed),
      }),
    },
    {
      call: 'UpdateFunctionCode',
      send: ['architectures'],
      when: CODE,
      input: (state, { folder }) => codeMembers(state, folder),
    },
    { when: ['reserved_concurrent_executions'], run: reserve },
    { when: ['code_signing_config_arn'], run: sign },
    {
      when: ['publish', ...CONFIGURATION, ...CODE],
      run: async (state, { call }) => {
        if (state.publish) await call('PublishVersion', { FunctionName: state.function_name });
      },
    },
  ],
  delete: {
    run: async (state, { call }) => {
      if (!state.skip_destroy) await call('DeleteFunction', { FunctionName: state.function_name });
    },
  },
  names: {
    code_sha256: 'CodeSha256',
    source_code_hash: 'CodeSha256',
    source_code_size: 'CodeSize',
    kms_key_arn: 'KMSKeyArn',
    version: null,
  },
  computed: {
    invoke_arn: `${INVOCATIONS}/{arn}/invocations`,
    qualified_arn: '{arn}:{version}',
    qualified_invoke_arn: `${INVOCATIONS}/{arn}:{version}/invocations`,
    response_streaming_invoke_arn:
      'arn:{partition}:apigateway:{region}:lambda:path/2021-11-15/functions/{arn}/response-streaming-invocations',
  },
  defaults: {
    memory_size: 128,
    package_type: 'Zip',
    publish: false,
    reserved_concurrent_executions: -1,
    skip_destroy: false,
    timeout: 3,
    'durable_config.retention_period': 14,
  },
  immutable: ['function_name', 'package_type', 'tenancy_config'],
  local: [
    'replace_security_groups_on_destroy',
    'replacement_security_group_ids',
    'skip_destroy',
    'use_resource_timeout_for_propagation',
  ],
  optionalComputed: ['ephemeral_storage', 'logging_config', 'tracing_config'],
  recomputed: {
    code_sha256: CODE,
    last_modified: [...CONFIGURATION, ...CODE],
    source_code_hash: CODE,
    source_code_size: CODE,
  },
  plan: (planned, _config, prior) => {
    const published = ['version', 'qualified_arn', 'qualified_invoke_arn'];
    const changed = [...CONFIGURATION, ...CODE].some((name) => differs(planned[name], prior?.[name]));
    if (prior && planned.publish && changed) for (const name of published) planned[name] = UNKNOWN;
  },
  ready: { State: ['Active', 'Inactive'], LastUpdateStatus: 'Successful' },
  failed: ({ State, LastUpdateStatus }) => State === 'Failed' || LastUpdateStatus === 'Failed',
  retryOn: ['cannot be assumed by Lambda', 'does not have permissions'],
  recordedAttributes: {
    publish_to: 'The emulator publishes to numbered versions only.',
  },
});

function imageConfig({ image_config }: Attributes) {
  const [image] = image_config ?? [];
  if (!image) return {};
  const { command, entry_point, working_directory } = image;
  return {
    ImageConfig: {
      ...(command && { Command: command }),
      ...(entry_point && { EntryPoint: entry_point }),
      ...(working_directory && { WorkingDirectory: working_directory }),
    },
  };
}

/** -1 stands for no reservation, 0 for a function that cannot run. */
async function reserve(state: Attributes, { call, prior }: Context): Promise<void> {
  const FunctionName = state.function_name;
  const reserved = state.reserved_concurrent_executions ?? -1;
  if (reserved >= 0) await call('PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: reserved });
  else if ((prior.reserved_concurrent_executions ?? -1) >= 0) await call('DeleteFunctionConcurrency', { FunctionName });
}

async function sign({ function_name: FunctionName, code_signing_config_arn }: Attributes, { call }: Context) {
  if (!code_signing_config_arn) await call('DeleteFunctionCodeSigningConfig', { FunctionName });
  else await call('PutFunctionCodeSigningConfig', { FunctionName, CodeSigningConfigArn: code_signing_config_arn });
}

/** The newest version where versions are published; otherwise the code that changes. */
async function latestVersion(state: Attributes, { call }: Context): Promise<Attributes> {
  if (!state.publish) return { version: '$LATEST' };
  let version = '$LATEST';
  let Marker: string | undefined;
  do {
    const page = await call('ListVersionsByFunction', { FunctionName: state.function_name, Marker });
    version = page.Versions?.at(-1)?.Version ?? version;
    Marker = page.NextMarker;
  } while (Marker);
  return { version };
}

/** Core orders the members of objects in its own way. */
function differs(left: unknown, right: unknown): boolean {
  const spelling = (value: unknown) =>
    JSON.stringify(value ?? null, (_key, inner) =>
      inner && typeof inner === 'object' && !Array.isArray(inner) ? Object.entries(inner).sort() : inner,
    );
  return spelling(left) !== spelling(right);
}
