import { recorded } from '../contract.js';

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html */
export default recorded({
  type: 'aws_wafv2_web_acl_logging_configuration',
  reason: 'The emulator has no logging of web ACLs.',
  id: '{resource_arn}',
  immutable: ['resource_arn'],
});
