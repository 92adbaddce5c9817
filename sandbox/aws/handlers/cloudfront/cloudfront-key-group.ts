import { handler } from '../contract.js';
import { versioned } from './versioned.js';

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_KeyGroupConfig.html */
export default handler({
  ...versioned('KeyGroup'),
  type: 'aws_cloudfront_key_group',
  names: { comment: { from: (comment) => comment ?? '' } },
  defaults: { comment: '' },
});
