import type { ApiObject, Attributes, Context } from '../contract.js';

/** Numbers of the entries that AWS puts at the end of every list itself. */
const FINAL_ENTRIES = [32_767, 32_768];

const PROTOCOL_NUMBERS: { readonly [name: string]: string } = {
  all: '-1',
  icmp: '1',
  tcp: '6',
  udp: '17',
  icmpv6: '58',
};

/** Whether two spellings of a protocol mean the same: EC2 only tells numbers. */
export function sameProtocol(left: string, right: string): boolean {
  return protocolNumber(left) === protocolNumber(right);
}

/** The declared entries of one direction; ports are kept from them, since the emulator does not tell any. */
export function fromEntries(acl: ApiObject, egress: boolean, declared: readonly Attributes[]): Attributes[] {
  return ownEntries(acl, egress).map((entry) => {
    const known = declared.find(({ rule_no }) => Number(rule_no) === entry.RuleNumber);
    return {
      rule_no: entry.RuleNumber,
      action: sameText(known?.action, entry.RuleAction) ? known?.action : entry.RuleAction,
      protocol: known && sameProtocol(known.protocol, entry.Protocol) ? known.protocol : entry.Protocol,
      cidr_block: entry.CidrBlock || blank(known?.cidr_block),
      ipv6_cidr_block: entry.Ipv6CidrBlock || blank(known?.ipv6_cidr_block),
      from_port: entry.PortRange?.From ?? known?.from_port ?? 0,
      to_port: entry.PortRange?.To ?? known?.to_port ?? 0,
      icmp_type: entry.IcmpTypeCode?.Type ?? known?.icmp_type ?? null,
      icmp_code: entry.IcmpTypeCode?.Code ?? known?.icmp_code ?? null,
    };
  });
}

/** Makes the entries of one direction those that are declared: what else is there is deleted. */
export async function writeEntries(
  id: string,
  egress: boolean,
  declared: readonly Attributes[] | null | undefined,
  { call }: Context,
): Promise<void> {
  const answer = await call('DescribeNetworkAcls', { NetworkAclIds: [id] });
  const there = ownEntries(answer.NetworkAcls?.[0] ?? {}, egress).map(({ RuleNumber }) => Number(RuleNumber));
  const wanted = (declared ?? []).map((entry) => toEntry(entry));
  for (const RuleNumber of there.filter((number) => !wanted.some((entry) => entry.RuleNumber === number))) {
    await call('DeleteNetworkAclEntry', { NetworkAclId: id, Egress: egress, RuleNumber });
  }
  for (const entry of wanted) {
    const operation = there.includes(entry.RuleNumber) ? 'ReplaceNetworkAclEntry' : 'CreateNetworkAclEntry';
    await call(operation, { NetworkAclId: id, Egress: egress, ...entry });
  }
}

function ownEntries(acl: ApiObject, egress: boolean): ApiObject[] {
  return (acl.Entries ?? []).filter(
    (entry: ApiObject) => Boolean(entry.Egress) === egress && !FINAL_ENTRIES.includes(entry.RuleNumber),
  );
}

function toEntry(entry: Attributes): ApiObject {
  const Protocol = protocolNumber(entry.protocol);
  const withPorts = Protocol === '6' || Protocol === '17';
  const withTypes = Protocol === '1' || Protocol === '58';
  return {
    RuleNumber: Number(entry.rule_no),
    RuleAction: String(entry.action).toLowerCase(),
    Protocol,
    CidrBlock: entry.cidr_block || undefined,
    Ipv6CidrBlock: entry.ipv6_cidr_block || undefined,
    PortRange: withPorts ? { From: entry.from_port, To: entry.to_port } : undefined,
    IcmpTypeCode: withTypes ? { Type: entry.icmp_type ?? 0, Code: entry.icmp_code ?? 0 } : undefined,
  };
}

function protocolNumber(protocol: string): string {
  const lower = String(protocol).toLowerCase();
  return PROTOCOL_NUMBERS[lower] ?? lower;
}

function sameText(left: unknown, right: unknown): boolean {
  return String(left).toLowerCase() === String(right).toLowerCase();
}

/** What an unset text was written as: null and "" mean the same to the API. */
function blank(declared: unknown): '' | null {
  return declared === '' ? '' : null;
}
