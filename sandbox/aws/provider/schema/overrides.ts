import type { Attribute, Block, NestedBlock, Schema, TerraformType } from './schema.js';
import { wafStatement } from './waf-statement.js';

/**
 * Corrects what bindings cannot say: which attributes are sensitive, and the shape behind types that they hold as *any*.
 */
export function withOverrides(type: string, schema: Schema): Schema {
  const change = BLOCKS[type];
  const block = change ? change(schema.block) : schema.block;
  return { ...schema, block: correct(block, SENSITIVE[type] ?? [], '') };
}

/** Attributes that hold secrets although their names do not say so: by type, dotted paths. */
const SENSITIVE: { readonly [type: string]: readonly string[] } = {
  aws_secretsmanager_secret_version: ['secret_string', 'secret_binary'],
  aws_ssm_parameter: ['value', 'value_wo'],
  aws_iam_access_key: ['secret', 'ses_smtp_password_v4'],
  aws_msk_scram_secret_association: [],
};

const SECRET_NAME = /(^|_)(password|passwords|passphrase|auth_token|secret_string|client_secret|private_key)(_wo)?$/;

const STRING_LIKE: readonly TerraformType[] = ['string'];

function correct(block: Block, sensitive: readonly string[], prefix: string): Block {
  const attributes: { [name: string]: Attribute } = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const secret =
      sensitive.includes(prefix + name) ||
      (SECRET_NAME.test(name) && (STRING_LIKE.includes(attribute.type) || Array.isArray(attribute.type)));
    attributes[name] = {
      ...attribute,
      // Core refuses a dynamic type inside a set block; JSON text is the nearest that every place accepts.
      type: attribute.type === 'dynamic' ? 'string' : attribute.type,
      ...(secret ? { sensitive: true } : {}),
    };
  }
  const blocks: { [name: string]: NestedBlock } = {};
  for (const [name, nested] of Object.entries(block.blocks)) {
    blocks[name] = { ...nested, block: correct(nested.block, sensitive, `${prefix}${name}.`) };
  }
  return { attributes, blocks };
}

/** Blocks that are replaced as a whole, by type. */
const BLOCKS: { readonly [type: string]: (block: Block) => Block } = {
  aws_wafv2_web_acl: withRuleStatement,
  aws_wafv2_rule_group: withRuleStatement,
};

/** A WAF statement nests itself; hashicorp/aws allows three levels, and so do we. */
function withRuleStatement(block: Block): Block {
  const rule = block.blocks.rule;
  if (!rule) return block;
  const { statement: _any, ...attributes } = rule.block.attributes;
  const blocks = {
    ...rule.block.blocks,
    statement: { nesting: 'list', block: wafStatement(3), minItems: 1, maxItems: 1 } as const,
  };
  return { ...block, blocks: { ...block.blocks, rule: { ...rule, block: { attributes, blocks } } } };
}
