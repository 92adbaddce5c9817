import { handler } from '../contract.js';
import { versioned } from './versioned.js';

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html */
export default handler({
  ...versioned('OriginAccessControl'),
  type: 'aws_cloudfront_origin_access_control',
  defaults: { description: 'Managed by Terraform' },
  computed: { arn: 'arn:{partition}:cloudfront::{account}:origin-access-control/{id}' },
});
