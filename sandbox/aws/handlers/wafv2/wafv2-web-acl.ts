import { type ApiObject, type Attributes, handler } from '../contract.js';
import { defaultAction, ruleActions } from './actions.js';
import { formatRules, parseRules } from './rule-json.js';

const IGNORED = 'The emulator ignores it.';

/** What an update sends, always the whole of it. */
const CHANGEABLE = [
  ...['association_config', 'captcha_config', 'challenge_config', 'custom_response_body', 'data_protection_config'],
  ...['default_action', 'description', 'rule', 'rule_json', 'token_domains', 'visibility_config'],
];

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html */
export default handler({
  type: 'aws_wafv2_web_acl',
  service: 'wafv2',
  created: { id: 'Summary.Id', arn: 'Summary.ARN' },
  importId: '{id}/{name}/{scope}',
  key: { Id: '{id}', Name: '{name}', Scope: '{scope}' },
  create: { call: 'CreateWebACL', input: ownRules },
  read: [
    {
      call: 'GetWebACL',
      at: 'WebACL',
      // Who wrote JSON reads JSON; an import reads blocks, as the API does not tell which it was.
      set: ({ Rules }, { rule_json }) =>
        rule_json ? { rule_json: formatRules(Rules), rule: [] } : { rule_json: null },
    },
    { call: 'GetWebACL', only: ['application_integration_url', 'lock_token'] },
  ],
  update: [
    {
      call: 'UpdateWebACL',
      send: CHANGEABLE,
      when: CHANGEABLE,
      input: (state, { prior }) => ({ ...ownRules(state), LockToken: prior.lock_token }),
    },
  ],
  delete: { call: 'DeleteWebACL', input: { LockToken: '{lock_token}' } },
  names: {
    custom_response_body: { name: 'CustomResponseBodies', to: toBodies, from: fromBodies },
    default_action: defaultAction,
    'association_config.request_body': { to: toBodyLimits, from: () => [] },
    rule_json: null,
    ...ruleActions,
  },
  immutable: ['name', 'name_prefix', 'scope'],
  recomputed: { capacity: ['rule', 'rule_json'], lock_token: CHANGEABLE },
  recordedAttributes: {
    association_config: IGNORED,
    captcha_config: IGNORED,
    challenge_config: IGNORED,
    custom_response_body: IGNORED,
    data_protection_config: IGNORED,
    description: 'The emulator takes it at creation only.',
    token_domains: IGNORED,
  },
});

function ownRules({ rule_json }: Attributes): ApiObject {
  return rule_json ? { Rules: parseRules(rule_json) } : {};
}

function toBodies(bodies: readonly Attributes[]): ApiObject {
  return Object.fromEntries(
    bodies.map(({ key, content, content_type }) => [key, { Content: content, ContentType: content_type }]),
  );
}

function fromBodies(bodies: Record<string, ApiObject> | undefined): Attributes[] {
  return Object.entries(bodies ?? {}).map(([key, body]) => ({
    key,
    content: body.Content,
    content_type: body.ContentType,
  }));
}

/** `cloudfront { … }` in Terraform is a map's entry `CLOUDFRONT` in the API. */
function toBodyLimits(blocks: readonly Attributes[]): ApiObject {
  const limits = blocks.flatMap((block) => Object.entries(block).filter(([, inner]) => inner?.length > 0));
  return Object.fromEntries(
    limits.map(([kind, [limit]]) => [
      kind.toUpperCase(),
      { DefaultSizeInspectionLimit: limit.default_size_inspection_limit },
    ]),
  );
}
