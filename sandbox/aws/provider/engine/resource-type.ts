import type { Handler } from '../../handlers/contract.js';
import type { AwsClients } from '../client/aws-clients.js';
import type { Naming } from '../mapping/field-names.js';
import { impliedType, type Schema, type TerraformType } from '../schema/schema.js';
import type { ProviderSettings } from './provider-settings.js';

/** What all resources of one run share. */
export interface Run {
  readonly clients: AwsClients;
  readonly settings: ProviderSettings;
  /** Where core runs: relative file names are found from here. */
  readonly folder: string;
  /** Aborted when core asks to stop: waits end, nothing new starts. */
  readonly signal: AbortSignal;
}

/** A resource type in one run: its form, its handler and where to send. */
export interface ResourceType {
  readonly name: string;
  readonly schema: Schema;
  readonly handler: Handler;
  /** The object type of its state. */
  readonly type: TerraformType;
  readonly naming: Naming;
  readonly run: Run;
}

export function resourceType(schema: Schema, handler: Handler, run: Run): ResourceType {
  return {
    name: handler.type,
    schema,
    handler,
    type: impliedType(schema.block),
    naming: { names: handler.names, prefix: handler.prefix },
    run,
  };
}

/** `kms:CreateKey` → kms and CreateKey; without a service, the handler's own. */
export function operationOf(handler: Handler, call: string): { readonly service: string; readonly operation: string } {
  const [left = '', right] = call.split(':');
  return right === undefined ? { service: handler.service, operation: left } : { service: left, operation: right };
}

/** A list of one or many as a list. */
export function listOf<T>(oneOrMany: T | readonly T[] | undefined): readonly T[] {
  if (oneOrMany === undefined) return [];
  return Array.isArray(oneOrMany) ? (oneOrMany as readonly T[]) : [oneOrMany as T];
}
