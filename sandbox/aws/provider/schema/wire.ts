import type { Attribute, Block, NestedBlock, Schema } from './schema.js';

/** A schema as `tfplugin6.Schema`. */
export function wireSchema(schema: Schema): object {
  return { version: schema.version, block: wireBlock(schema.block) };
}

function wireBlock(block: Block): object {
  return {
    version: 0,
    attributes: Object.entries(block.attributes).map(([name, attribute]) => wireAttribute(name, attribute)),
    block_types: Object.entries(block.blocks).map(([name, nested]) => wireNested(name, nested)),
  };
}

function wireAttribute(name: string, attribute: Attribute): object {
  return {
    name,
    type: Buffer.from(JSON.stringify(attribute.type)),
    required: attribute.required ?? false,
    optional: attribute.optional ?? false,
    computed: attribute.computed ?? false,
    sensitive: attribute.sensitive ?? false,
    write_only: attribute.writeOnly ?? false,
  };
}

function wireNested(name: string, nested: NestedBlock): object {
  return {
    type_name: name,
    block: wireBlock(nested.block),
    nesting: nested.nesting.toUpperCase(),
    min_items: nested.minItems ?? 0,
    max_items: nested.maxItems ?? 0,
  };
}
