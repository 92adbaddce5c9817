import { type Handler, handler } from '../../handlers/contract.js';
import { AwsClients } from '../../provider/client/aws-clients.js';
import { providerSettings } from '../../provider/engine/provider-settings.js';
import { type ResourceType, resourceType } from '../../provider/engine/resource-type.js';
import type { Attribute, Block, NestedBlock } from '../../provider/schema/schema.js';
import type { Value } from '../../provider/values/value.js';

export const required: Attribute = { type: 'string', required: true };
export const optional: Attribute = { type: 'string', optional: true };
export const computed: Attribute = { type: 'string', computed: true };
export const either: Attribute = { type: 'string', optional: true, computed: true };
export const tags: Block['attributes'] = {
  tags: { ...optional, type: ['map', 'string'] },
  tags_all: { ...either, type: ['map', 'string'] },
};

/** A block of blocks. */
export function block(attributes: Block['attributes'], blocks: Readonly<Record<string, NestedBlock>> = {}): Block {
  return { attributes, blocks };
}

/** What a test makes a resource type of. */
export interface TypeUnderTest {
  readonly block: Block;
  /** Over a handler that does nothing. @default nothing */
  readonly handler?: Partial<Handler>;
  /** The provider's block. @default nothing */
  readonly settings?: Value;
  readonly signal?: AbortSignal;
}

/** A resource type of a test's own, whose handler needs no emulator unless it calls. */
export function typeUnderTest(type: TypeUnderTest): ResourceType {
  const rules = handler({
    type: 'aws_thing',
    service: 'ec2',
    create: { run: async () => ({ id: 'thing-1' }) },
    read: { run: async (state) => state },
    delete: [],
    ...type.handler,
  });
  return resourceType({ version: 0, block: type.block }, rules, {
    clients: new AwsClients({ endpoint: 'http://127.0.0.1:9', account: '000000000000' }),
    settings: providerSettings(type.settings ?? null),
    folder: '/nowhere',
    signal: type.signal ?? new AbortController().signal,
  });
}
