import { Cidr } from '../../../modules/values/cidr.js';
import { readCidr } from './read-cidr.js';
import type { Rule, RuleProblem } from './rule.js';

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map((text) => Cidr.parse(text));

/** Ranges that something else has on every node. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const TAKEN: readonly (readonly [range: Cidr, owner: string])[] = [
  [Cidr.parse('172.17.0.0/16'), 'the bridge of Docker, on nodes and in Cloud9 and SageMaker'],
];
const SHORTEST = 16;
const LONGEST = 24;

/**
 * The VPC has a private range (RFC 1918, RFC 6598) of a size that leaves room for nine subnets and that AWS accepts.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export const networkCidr: Rule = ({ network }) => {
  const path = ['network', 'cidr'];
  const read = readCidr(network.cidr);
  if (!(read instanceof Cidr)) return [{ path, ...read }];
  const problems: RuleProblem[] = [];
  if (read.prefix < SHORTEST || read.prefix > LONGEST) {
    const size = `/${read.prefix} has ${read.size} addresses`;
    problems.push({ path, message: `must be /${SHORTEST} to /${LONGEST}; ${size}`, hint: 'such as 10.20.0.0/16' });
  }
  if (!PRIVATE.some((range) => range.contains(read))) {
    const hint = `take a part of ${PRIVATE.join(', ')}`;
    problems.push({ path, message: `${network.cidr} is not a private range`, hint });
  }
  const taken = TAKEN.find(([range]) => range.contains(read) || read.contains(range));
  if (taken) {
    const [range, owner] = taken;
    const message = `${network.cidr} overlaps with ${range}, which is taken by ${owner}`;
    problems.push({ path, message, hint: 'take another one, such as 10.20.0.0/16' });
  }
  return problems;
};
