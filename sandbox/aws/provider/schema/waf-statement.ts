import type { Attribute, Block, NestedBlock, TerraformType } from './schema.js';

/**
 * The `statement` block of `aws_wafv2_web_acl` and `aws_wafv2_rule_group`, which the bindings hold as *any*.
 *
 * @param depth how many more statements it may nest. Source: the provider's documentation of both resources.
 */
export function wafStatement(depth: number): Block {
  const inner = depth > 1 ? one({}, { statement: list(wafStatement(depth - 1)) }) : undefined;
  const scopeDown: { readonly [name: string]: NestedBlock } =
    depth > 1 ? { scope_down_statement: one(...pair(wafStatement(depth - 1))) } : {};
  return {
    attributes: {},
    blocks: {
      ...(inner ? { and_statement: inner, or_statement: inner, not_statement: inner } : {}),
      rate_based_statement: one(
        {
          limit: required('number'),
          aggregate_key_type: optional('string'),
          evaluation_window_sec: optional('number'),
        },
        {
          ...scopeDown,
          forwarded_ip_config: forwardedIp,
          custom_key: list({
            attributes: {},
            blocks: {
              header: one({ name: required('string') }, { text_transformation: transformations }),
              query_argument: one({ name: required('string') }, { text_transformation: transformations }),
              ip: one({}),
              http_method: one({}),
              forwarded_ip: one({}),
            },
          }),
        },
      ),
      managed_rule_group_statement: one(
        { name: required('string'), vendor_name: required('string'), version: optional('string') },
        { ...scopeDown, rule_action_override: list(ruleActionOverride) },
      ),
      rule_group_reference_statement: one(
        { arn: required('string') },
        { rule_action_override: list(ruleActionOverride) },
      ),
      byte_match_statement: one(
        { positional_constraint: required('string'), search_string: required('string') },
        { field_to_match: fieldToMatch, text_transformation: transformations },
      ),
      geo_match_statement: one({ country_codes: required(['list', 'string']) }, { forwarded_ip_config: forwardedIp }),
      ip_set_reference_statement: one(
        { arn: required('string') },
        {
          ip_set_forwarded_ip_config: one({
            fallback_behavior: required('string'),
            header_name: required('string'),
            position: required('string'),
          }),
        },
      ),
      label_match_statement: one({ key: required('string'), scope: required('string') }),
      regex_match_statement: one(
        { regex_string: required('string') },
        { field_to_match: fieldToMatch, text_transformation: transformations },
      ),
      regex_pattern_set_reference_statement: one(
        { arn: required('string') },
        { field_to_match: fieldToMatch, text_transformation: transformations },
      ),
      size_constraint_statement: one(
        { comparison_operator: required('string'), size: required('number') },
        { field_to_match: fieldToMatch, text_transformation: transformations },
      ),
      sqli_match_statement: one(
        { sensitivity_level: optional('string') },
        { field_to_match: fieldToMatch, text_transformation: transformations },
      ),
      xss_match_statement: one({}, { field_to_match: fieldToMatch, text_transformation: transformations }),
    },
  };
}

type Attributes = { readonly [name: string]: Attribute };
type Blocks = { readonly [name: string]: NestedBlock };

function required(type: TerraformType): Attribute {
  return { type, required: true };
}

function optional(type: TerraformType): Attribute {
  return { type, optional: true };
}

function one(attributes: Attributes, blocks: Blocks = {}): NestedBlock {
  return { nesting: 'list', block: { attributes, blocks }, maxItems: 1 };
}

function list(block: Block): NestedBlock {
  return { nesting: 'list', block };
}

function pair(block: Block): [Attributes, Blocks] {
  return [block.attributes, block.blocks];
}

const transformations: NestedBlock = {
  nesting: 'set',
  block: { attributes: { priority: required('number'), type: required('string') }, blocks: {} },
  minItems: 1,
};

const forwardedIp = one({ fallback_behavior: required('string'), header_name: required('string') });

const fieldToMatch = one(
  {},
  {
    all_query_arguments: one({}),
    method: one({}),
    query_string: one({}),
    uri_path: one({}),
    single_header: one({ name: required('string') }),
    single_query_argument: one({ name: required('string') }),
    body: one({ oversize_handling: optional('string') }),
  },
);

const ruleActionOverride: Block = {
  attributes: { name: required('string') },
  blocks: {
    action_to_use: one({}, { allow: one({}), block: one({}), count: one({}), captcha: one({}), challenge: one({}) }),
  },
};
