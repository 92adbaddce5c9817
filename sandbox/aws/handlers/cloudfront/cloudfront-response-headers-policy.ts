import { type ApiObject, type Attributes, handler } from '../contract.js';
import { itemsBlock } from './quantity-items.js';
import { versioned } from './versioned.js';

const addedHeaders = itemsBlock({
  to: ({ header, value, override }: Attributes) => ({ Header: header, Value: value, Override: override }),
  from: ({ Header, Value, Override }: ApiObject) => ({ header: Header, value: Value, override: Override }),
});

const removedHeaders = itemsBlock({
  to: ({ header }: Attributes) => ({ Header: header }),
  from: ({ Header }: ApiObject) => ({ header: Header }),
});

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyConfig.html */
export default handler({
  ...versioned('ResponseHeadersPolicy'),
  type: 'aws_cloudfront_response_headers_policy',
  names: {
    'cors_config.access_control_allow_headers': itemsBlock(),
    'cors_config.access_control_allow_methods': itemsBlock(),
    'cors_config.access_control_allow_origins': itemsBlock(),
    'cors_config.access_control_expose_headers': itemsBlock(),
    custom_headers_config: addedHeaders,
    remove_headers_config: removedHeaders,
  },
  defaults: { comment: '' },
  computed: { arn: 'arn:{partition}:cloudfront::{account}:response-headers-policy/{id}' },
});
