import type { EC2Client, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { awsEndpoint, type StoredResource } from '../../../adapters/aws/index.js';
import type { Session } from '../../../session/open/session.js';
import type { StrayResource } from '../drift-result.js';

/** A state as it was read. */
export interface ReadState {
  readonly text: string;
  /** What it manages. */
  readonly resources: readonly StoredResource[];
}

/** A client of a region. */
export type OpenEc2 = (region: string) => Promise<EC2Client>;

/**
 * Rules of our security groups that are in no state. The rules of a group are resources of their own, so that a plan sees
 * none that somebody adds, such as SSH for everybody. Rules of the load balancer controller are left out.
 *
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html
 */
export async function findStrayRules(
  session: Pick<Session, 'cloud'>,
  states: readonly ReadState[],
  open: OpenEc2 = opener(session),
): Promise<StrayResource[]> {
  const text = states.map((each) => each.text).join('\n');
  const byRegion = Map.groupBy(states.flatMap(groupsOf), ({ region }) => region);
  const { DescribeSecurityGroupRulesCommand } = await import('@aws-sdk/client-ec2');
  const found: SecurityGroupRule[] = [];
  for (const [region, groups] of byRegion) {
    const client = await open(region);
    try {
      // A filter takes 200 values.
      for (let at = 0; at < groups.length; at += 200) {
        const Values = groups.slice(at, at + 200).map(({ id }) => id);
        let NextToken: string | undefined;
        do {
          const Filters = [{ Name: 'group-id', Values }];
          const page = await client.send(
            new DescribeSecurityGroupRulesCommand({ Filters, ...(NextToken ? { NextToken } : {}) }),
          );
          found.push(...(page.SecurityGroupRules ?? []));
          NextToken = page.NextToken;
        } while (NextToken);
      }
    } finally {
      client.destroy();
    }
  }
  return found
    .filter(({ SecurityGroupRuleId: id = '' }) => !text.includes(`"${id}"`))
    .filter(({ Description = '' }) => !Description.startsWith('elbv2.k8s.aws/'))
    .map(strayOf);
}

function groupsOf({ resources }: ReadState): { readonly id: string; readonly region: string }[] {
  return resources.flatMap(({ type, attributes: { id, arn = '' } }) =>
    type === 'aws_security_group' && id ? [{ id: String(id), region: String(arn).split(':')[3] ?? '' }] : [],
  );
}

function strayOf(rule: SecurityGroupRule): StrayResource {
  const { GroupId, IsEgress, IpProtocol = '', FromPort = -1, ToPort = -1, SecurityGroupRuleId = '' } = rule;
  const ports =
    FromPort === -1 ? 'all ports' : FromPort === ToPort ? `port ${FromPort}` : `ports ${FromPort}-${ToPort}`;
  const peer = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId ?? '?';
  const protocol = IpProtocol === '-1' ? 'all protocols' : IpProtocol;
  const name = `${GroupId} lets ${protocol}, ${ports}, ${IsEgress ? 'out to' : 'in from'} ${peer}`;
  return { arn: rule.SecurityGroupRuleArn ?? SecurityGroupRuleId, type: 'ec2:security-group-rule', name };
}

function opener({ cloud }: Pick<Session, 'cloud'>): OpenEc2 {
  return async (region) => {
    const { EC2Client: Client } = await import('@aws-sdk/client-ec2');
    const credentials = { accessKeyId: cloud.accountId, secretAccessKey: 'sandbox' };
    return cloud.endpoint
      ? new Client({ endpoint: cloud.endpoint, region, credentials, maxAttempts: 2 })
      : new Client({ region, endpoint: awsEndpoint('ec2', region) });
  };
}
