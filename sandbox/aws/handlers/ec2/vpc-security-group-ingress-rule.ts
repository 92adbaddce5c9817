import { securityGroupRule } from './vpc-security-group-rule.js';

/** One rule about the traffic that a security group lets in. */
export default securityGroupRule({ type: 'aws_vpc_security_group_ingress_rule', direction: 'Ingress' });
