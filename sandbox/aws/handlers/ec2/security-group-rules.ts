import { isWhollyKnown } from '../../provider/values/value.js';
import type { ApiObject, Attributes, Context } from '../contract.js';

/** One rule for one peer: what EC2 counts as a security-group rule. */
interface SingleRule {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** Member of an inline rule that the peer stands in. */
  readonly kind: 'cidr_blocks' | 'ipv6_cidr_blocks' | 'prefix_list_ids' | 'security_groups' | 'self';
  readonly peer: string;
  readonly description: string;
}

type Direction = 'ingress' | 'egress';

const PROTOCOL_NAMES: { readonly [number: string]: string } = {
  all: '-1',
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
};

/** A protocol in the spelling that EC2 answers with. */
export function protocolName(protocol: string): string {
  const lower = protocol.toLowerCase();
  return PROTOCOL_NAMES[lower] ?? lower;
}

/** Whether two inline rules, or lists of them, let the same through, however they group it. */
export function sameRules(left: Attributes[string], right: Attributes[string]): boolean {
  if (!isWhollyKnown(left) || !isWhollyKnown(right)) return false;
  // The engine also compares the elements of the lists one by one.
  const [these, those] = [[left].flat().flatMap(takenApart), [right].flat().flatMap(takenApart)];
  const covers = (all: readonly SingleRule[], some: readonly SingleRule[]) =>
    some.every((rule) => all.some((each) => same(each, rule)));
  return covers(these, those) && covers(those, these);
}

/** The inline rules of a group, both directions. */
export async function readRules(group: string, state: Attributes, context: Context): Promise<Attributes> {
  const { SecurityGroupRules = [] } = await context.call('DescribeSecurityGroupRules', {
    Filters: [{ Name: 'group-id', Values: [group] }],
  });
  return {
    ingress: grouped(singles(SecurityGroupRules, 'ingress', group), state.ingress ?? []),
    egress: grouped(singles(SecurityGroupRules, 'egress', group), state.egress ?? []),
  };
}

/** Makes the rules of one direction those that are declared: what else is there is revoked. */
export async function writeRules(
  group: string,
  direction: Direction,
  declared: readonly Attributes[] | null | undefined,
  context: Context,
): Promise<void> {
  const noun = direction === 'egress' ? 'Egress' : 'Ingress';
  const wanted = (declared ?? []).flatMap(takenApart);
  const answer = await context.call('DescribeSecurityGroupRules', { Filters: [{ Name: 'group-id', Values: [group] }] });
  const there: ApiObject[] = (answer.SecurityGroupRules ?? []).filter(
    (rule: ApiObject) => Boolean(rule.IsEgress) === (direction === 'egress'),
  );
  const isWanted = (rule: ApiObject) => wanted.some((each) => same(each, single(rule, group)));
  const revoked = new Set<string>(there.filter((rule) => !isWanted(rule)).map((rule) => rule.SecurityGroupRuleId));
  if (revoked.size > 0) {
    await context.call(`RevokeSecurityGroup${noun}`, { GroupId: group, SecurityGroupRuleIds: [...revoked] });
  }
  const left = there.filter((rule) => !revoked.has(rule.SecurityGroupRuleId)).map((rule) => single(rule, group));
  const missing = wanted.filter((rule) => !left.some((each) => same(each, rule)));
  if (missing.length > 0) {
    await context.call(`AuthorizeSecurityGroup${noun}`, {
      GroupId: group,
      IpPermissions: missing.map((rule) => permission(rule, group)),
    });
  }
}

function singles(rules: readonly ApiObject[], direction: Direction, group: string): SingleRule[] {
  return rules.filter((rule) => Boolean(rule.IsEgress) === (direction === 'egress')).map((rule) => single(rule, group));
}

function single(rule: ApiObject, group: string): SingleRule {
  const { IpProtocol: protocol, Description: description = '', ReferencedGroupInfo: referenced } = rule;
  const all = protocol === '-1';
  const common = { protocol, from: all ? 0 : rule.FromPort, to: all ? 0 : rule.ToPort, description };
  if (rule.CidrIpv4) return { ...common, kind: 'cidr_blocks', peer: rule.CidrIpv4 };
  if (rule.CidrIpv6) return { ...common, kind: 'ipv6_cidr_blocks', peer: rule.CidrIpv6 };
  if (referenced?.GroupId === group) return { ...common, kind: 'self', peer: group };
  if (referenced?.GroupId) return { ...common, kind: 'security_groups', peer: referenced.GroupId };
  return { ...common, kind: 'prefix_list_ids', peer: rule.PrefixListId ?? '' };
}

/** An inline rule names any number of peers. */
function takenApart(rule: Attributes): SingleRule[] {
  const protocol = protocolName(rule.protocol);
  const all = protocol === '-1';
  const common = {
    protocol,
    from: all ? 0 : Number(rule.from_port),
    to: all ? 0 : Number(rule.to_port),
    description: rule.description ?? '',
  };
  const lists = ['cidr_blocks', 'ipv6_cidr_blocks', 'prefix_list_ids', 'security_groups'] as const;
  const named = lists.flatMap((kind) => (rule[kind] ?? []).map((peer: string) => ({ ...common, kind, peer })));
  return rule.self ? [...named, { ...common, kind: 'self', peer: '' }] : named;
}

function same(left: SingleRule, right: SingleRule): boolean {
  const alike = left.protocol === right.protocol && left.from === right.from && left.to === right.to;
  const peers = left.kind === right.kind && (left.kind === 'self' || left.peer === right.peer);
  return alike && peers && left.description === right.description;
}

function permission({ protocol, from, to, kind, peer, description }: SingleRule, group: string): ApiObject {
  const Description = description || undefined;
  const ports = protocol === '-1' ? {} : { FromPort: from, ToPort: to };
  const common = { IpProtocol: protocol, ...ports };
  switch (kind) {
    case 'cidr_blocks':
      return { ...common, IpRanges: [{ CidrIp: peer, Description }] };
    case 'ipv6_cidr_blocks':
      return { ...common, Ipv6Ranges: [{ CidrIpv6: peer, Description }] };
    case 'prefix_list_ids':
      return { ...common, PrefixListIds: [{ PrefixListId: peer, Description }] };
    default:
      return { ...common, UserIdGroupPairs: [{ GroupId: kind === 'self' ? group : peer, Description }] };
  }
}

/** Single rules as inline ones: in the grouping that is declared, the rest by what they have in common. */
function grouped(found: readonly SingleRule[], declared: readonly Attributes[]): Attributes[] {
  const open = [...found];
  const result: Attributes[] = [];
  for (const rule of declared) {
    const present = takenApart(rule).filter((wanted) => {
      const at = open.findIndex((each) => same(each, wanted));
      if (at >= 0) open.splice(at, 1);
      return at >= 0;
    });
    if (present.length > 0) result.push(together(present, rule));
  }
  while (open[0]) {
    const first = open[0];
    const alike = open.filter((each) => same({ ...each, kind: 'self' }, { ...first, kind: 'self' }));
    for (const each of alike) open.splice(open.indexOf(each), 1);
    result.push(together(alike, {}));
  }
  return result;
}

function together(rules: readonly SingleRule[], declared: Attributes): Attributes {
  const [first] = rules;
  const peers = (kind: SingleRule['kind']) => {
    const found = rules.filter((rule) => rule.kind === kind).map(({ peer }) => peer);
    return found.length > 0 ? found : declared[kind]?.length === 0 ? [] : null;
  };
  return {
    protocol: declared.protocol ?? first?.protocol,
    from_port: declared.from_port ?? first?.from,
    to_port: declared.to_port ?? first?.to,
    description: first?.description || (declared.description === null ? null : ''),
    cidr_blocks: peers('cidr_blocks'),
    ipv6_cidr_blocks: peers('ipv6_cidr_blocks'),
    prefix_list_ids: peers('prefix_list_ids'),
    security_groups: peers('security_groups'),
    self: rules.some(({ kind }) => kind === 'self') || (declared.self === null ? null : false),
  };
}
