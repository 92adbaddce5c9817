import type { ApiObject, Attributes } from '../contract.js';

/** Arguments that `UpdateFunctionConfiguration` changes. */
export const CONFIGURATION: readonly string[] = [
  ...['capacity_provider_config', 'dead_letter_config', 'description', 'durable_config', 'environment'],
  ...['ephemeral_storage', 'file_system_config', 'handler', 'image_config', 'kms_key_arn', 'layers', 'logging_config'],
  ...['memory_size', 'role', 'runtime', 'snap_start', 'timeout', 'tracing_config', 'vpc_config'],
];

/** What the API takes for a block, list or text that is no longer there. */
const OFF: Readonly<Record<string, ApiObject>> = {
  dead_letter_config: { DeadLetterConfig: { TargetArn: '' } },
  description: { Description: '' },
  environment: { Environment: { Variables: {} } },
  file_system_config: { FileSystemConfigs: [] },
  image_config: { ImageConfig: {} },
  kms_key_arn: { KMSKeyArn: '' },
  layers: { Layers: [] },
  snap_start: { SnapStart: { ApplyOn: 'None' } },
  vpc_config: { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } },
};

/** Members that switch off what has been removed from the configuration. */
export function switchedOff(state: Attributes, changed: ReadonlySet<string>): ApiObject {
  const gone = Object.entries(OFF).filter(([name]) => changed.has(name) && !state[name]?.length);
  return Object.assign({}, ...gone.map(([, members]) => members));
}

/** Blocks that Lambda describes also when they are not there, and lists that it describes as objects. */
export function fromConfiguration(described: ApiObject): Attributes {
  const { DeadLetterConfig, Environment, ImageConfigResponse, Layers, SnapStart, VpcConfig } = described;
  const image = ImageConfigResponse?.ImageConfig;
  return {
    arn: described.FunctionArn,
    dead_letter_config: only(DeadLetterConfig?.TargetArn, { target_arn: DeadLetterConfig?.TargetArn }),
    environment: only(Object.keys(Environment?.Variables ?? {}).length, { variables: Environment?.Variables }),
    image_config: only(image && Object.keys(image).length, {
      command: image?.Command ?? null,
      entry_point: image?.EntryPoint ?? null,
      working_directory: image?.WorkingDirectory ?? null,
    }),
    layers: (Layers ?? []).map(({ Arn }: ApiObject) => Arn),
    snap_start: only(SnapStart && SnapStart.ApplyOn !== 'None', {
      apply_on: SnapStart?.ApplyOn,
      optimization_status: SnapStart?.OptimizationStatus ?? null,
    }),
    vpc_config: only(VpcConfig?.SubnetIds?.length, {
      subnet_ids: VpcConfig?.SubnetIds,
      security_group_ids: VpcConfig?.SecurityGroupIds ?? [],
      ipv6_allowed_for_dual_stack: VpcConfig?.Ipv6AllowedForDualStack ?? false,
      vpc_id: VpcConfig?.VpcId || null,
    }),
  };
}

/** A block of at most one. */
function only(condition: unknown, block: Attributes): Attributes[] {
  return condition ? [block] : [];
}
