import type { ApiObject, Attributes, FieldRule } from '../contract.js';

/** What a web ACL does with requests that no rule matches. */
export const defaultAction: FieldRule = {
  to: ([action]: readonly Attributes[]) => {
    const allow = action?.allow?.[0];
    const block = action?.block?.[0];
    return {
      ...(allow && { Allow: toAllow(allow) }),
      ...(block && { Block: toBlock(block) }),
    };
  },
  from: ({ Allow, Block }: ApiObject = {}) => [
    { allow: Allow ? [fromAllow(Allow)] : [], block: Block ? [fromBlock(Block)] : [] },
  ],
};

/** Actions of rules, where an empty one such as `block {}` is as much as one with settings. */
export const ruleActions: { readonly [attribute: string]: FieldRule } = {
  'rule.action.allow': { from: (allow) => (allow ? [fromAllow(allow)] : []) },
  'rule.action.block': { from: (block) => (block ? [fromBlock(block)] : []) },
  'rule.action.captcha': { from: (captcha) => (captcha ? [fromAllow(captcha)] : []) },
  'rule.action.challenge': { from: (challenge) => (challenge ? [fromAllow(challenge)] : []) },
  'rule.action.count': { from: (count) => (count ? [fromAllow(count)] : []) },
};

function toAllow({ custom_request_handling }: Attributes): ApiObject {
  const headers = custom_request_handling?.[0]?.insert_header;
  return headers ? { CustomRequestHandling: { InsertHeaders: headers.map(toHeader) } } : {};
}

function fromAllow({ CustomRequestHandling }: ApiObject): Attributes {
  const headers = CustomRequestHandling?.InsertHeaders;
  return { custom_request_handling: headers ? [{ insert_header: headers.map(fromHeader) }] : [] };
}

function toBlock({ custom_response }: Attributes): ApiObject {
  const response = custom_response?.[0];
  if (!response) return {};
  return {
    CustomResponse: {
      ResponseCode: response.response_code,
      ...(response.custom_response_body_key && { CustomResponseBodyKey: response.custom_response_body_key }),
      ...(response.response_header?.length > 0 && { ResponseHeaders: response.response_header.map(toHeader) }),
    },
  };
}

function fromBlock({ CustomResponse }: ApiObject): Attributes {
  if (!CustomResponse) return { custom_response: [] };
  const { ResponseCode, CustomResponseBodyKey, ResponseHeaders } = CustomResponse;
  return {
    custom_response: [
      {
        response_code: ResponseCode,
        custom_response_body_key: CustomResponseBodyKey ?? null,
        response_header: (ResponseHeaders ?? []).map(fromHeader),
      },
    ],
  };
}

function toHeader({ name, value }: Attributes): ApiObject {
  return { Name: name, Value: value };
}

function fromHeader({ Name, Value }: ApiObject): Attributes {
  return { name: Name, value: Value };
}
