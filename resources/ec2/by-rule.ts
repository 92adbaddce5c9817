import { type Finder, pick } from '../finder.js';

/** A rule of a security group is what it allows. */
export function byRule(egress: boolean): Finder {
  return async ({ values }, calls) => {
    const group = values.security_group_id;
    const source = ['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'].find(
      (name) => values[name],
    );
    if (!group || !source) return [];
    const Filters = [{ Name: 'group-id', Values: [group] }];
    const found = await calls.ask('ec2:DescribeSecurityGroupRules', { Filters });
    const port = (value: unknown) => (value === undefined || value === null ? -1 : Number(value));
    return (found?.SecurityGroupRules ?? [])
      .filter((each: Record<string, unknown>) => each.GroupId === group && each.IsEgress === egress)
      .filter(
        (each: Record<string, unknown>) =>
          String(each.IpProtocol) === String(values.ip_protocol) &&
          (String(each.IpProtocol) === '-1' ||
            (port(each.FromPort) === port(values.from_port) && port(each.ToPort) === port(values.to_port))) &&
          pick(each, SOURCES[source] as string) === values[source],
      )
      .map(({ SecurityGroupRuleId }: Record<string, string>) => SecurityGroupRuleId);
  };
}

const SOURCES: Readonly<Record<string, string>> = {
  cidr_ipv4: 'CidrIpv4',
  cidr_ipv6: 'CidrIpv6',
  prefix_list_id: 'PrefixListId',
  referenced_security_group_id: 'ReferencedGroupInfo.GroupId',
};
