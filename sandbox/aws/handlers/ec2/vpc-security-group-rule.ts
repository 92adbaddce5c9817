import { type ApiObject, type Attributes, type Context, type Handler, handler } from '../contract.js';
import { ec2Tagging } from '../tagging/ec2.js';
import { protocolName } from './security-group-rules.js';

/** Where the traffic goes that a rule lets through, from the group's point of view. */
export interface SecurityGroupRuleProps {
  readonly type: string;
  readonly direction: 'Ingress' | 'Egress';
}

const PEERS = ['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'] as const;

/** Makes the handler of single security-group rules of one direction. */
export function securityGroupRule({ type, direction }: SecurityGroupRuleProps): Handler {
  return handler({
    type,
    service: 'ec2',
    key: { SecurityGroupRuleId: '{id}' },
    created: { id: 'SecurityGroupRules.0.SecurityGroupRuleId' },
    create: {
      call: `AuthorizeSecurityGroup${direction}`,
      send: 'none',
      input: (state) => ({ GroupId: state.security_group_id, IpPermissions: [toPermission(state)] }),
    },
    read: {
      call: 'DescribeSecurityGroupRules',
      at: 'SecurityGroupRules.0',
      only: ['cidr_ipv4', 'cidr_ipv6', 'description', 'prefix_list_id'],
      set: (rule, state) => ({
        security_group_id: rule.GroupId,
        security_group_rule_id: rule.SecurityGroupRuleId,
        ip_protocol: sameProtocol(rule.IpProtocol, state.ip_protocol ?? '') ? state.ip_protocol : rule.IpProtocol,
        // "Every port" is told as -1, also when nobody said anything about ports.
        from_port: rule.FromPort === -1 ? (state.from_port ?? null) : rule.FromPort,
        to_port: rule.ToPort === -1 ? (state.to_port ?? null) : rule.ToPort,
        referenced_security_group_id: rule.ReferencedGroupInfo?.GroupId ?? null,
      }),
    },
    update: [
      {
        when: ['description', 'from_port', 'ip_protocol', 'to_port', ...PEERS],
        run: async (state, context) =>
          context.changed.has('referenced_security_group_id')
            ? replace(direction, state, context)
            : modify(state, context),
      },
    ],
    delete: {
      call: `RevokeSecurityGroup${direction}`,
      send: 'none',
      input: { GroupId: '{security_group_id}', SecurityGroupRuleIds: ['{id}'] },
    },
    immutable: ['security_group_id'],
    recomputed: {
      id: ['referenced_security_group_id'],
      arn: ['referenced_security_group_id'],
      security_group_rule_id: ['referenced_security_group_id'],
    },
    computed: { arn: 'arn:{partition}:ec2:{region}:{account}:security-group-rule/{id}' },
    equal: { ip_protocol: sameProtocol, referenced_security_group_id: sameGroup },
    tags: ec2Tagging('security-group-rule'),
    recordedAttributes: { prefix_list_id: 'the emulator keeps no prefix list in a rule' },
  });
}

function toPermission(state: Attributes): ApiObject {
  const Description = state.description || undefined;
  return {
    IpProtocol: protocolName(state.ip_protocol),
    FromPort: state.from_port ?? undefined,
    ToPort: state.to_port ?? undefined,
    IpRanges: state.cidr_ipv4 ? [{ CidrIp: state.cidr_ipv4, Description }] : undefined,
    Ipv6Ranges: state.cidr_ipv6 ? [{ CidrIpv6: state.cidr_ipv6, Description }] : undefined,
    PrefixListIds: state.prefix_list_id ? [{ PrefixListId: state.prefix_list_id, Description }] : undefined,
    UserIdGroupPairs: state.referenced_security_group_id
      ? [{ GroupId: groupId(state.referenced_security_group_id), Description }]
      : undefined,
  };
}

async function modify(state: Attributes, { call }: Context): Promise<void> {
  const SecurityGroupRule = {
    IpProtocol: protocolName(state.ip_protocol),
    FromPort: state.from_port ?? -1,
    ToPort: state.to_port ?? -1,
    CidrIpv4: state.cidr_ipv4 ?? undefined,
    CidrIpv6: state.cidr_ipv6 ?? undefined,
    PrefixListId: state.prefix_list_id ?? undefined,
    ReferencedGroupId: state.referenced_security_group_id ? groupId(state.referenced_security_group_id) : undefined,
    Description: state.description ?? '',
  };
  await call('ModifySecurityGroupRules', {
    GroupId: state.security_group_id,
    SecurityGroupRules: [{ SecurityGroupRuleId: state.id, SecurityGroupRule }],
  });
}

/** The emulator's ModifySecurityGroupRules does not know ReferencedGroupId: another group needs another rule. */
async function replace(direction: string, state: Attributes, { call, find }: Context): Promise<Attributes> {
  const GroupId = state.security_group_id;
  await find(`RevokeSecurityGroup${direction}`, { GroupId, SecurityGroupRuleIds: [state.id] });
  const { SecurityGroupRules } = await call(`AuthorizeSecurityGroup${direction}`, {
    GroupId,
    IpPermissions: [toPermission(state)],
    ...ec2Tagging('security-group-rule').create?.(state.tags_all ?? {}, state),
  });
  return { id: SecurityGroupRules[0].SecurityGroupRuleId };
}

function sameProtocol(left: string, right: string): boolean {
  return protocolName(left) === protocolName(right);
}

/** A group of another account is written `123456789012/sg-…`. */
function sameGroup(left: string, right: string): boolean {
  return groupId(left) === groupId(right);
}

function groupId(reference: string): string {
  return reference.slice(reference.indexOf('/') + 1);
}
