import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadEnvironment } from '../../../environments/model/index.js';
import { asked } from './asked.js';
import { type Collected, type CollectedRole, collect } from './collect.js';
import { isAllowed } from './evaluate.js';
import { fits, type Request } from './statement.js';

/**
 * What roles of services and controllers do that a deployment doesn't do itself, with the reason that it gives away nothing
 * it lacks: the thing is the environment's own, or the right is no use for anything else.
 */
const USE: Readonly<Record<string, string>> = {
  'arc-zonal-shift:GetManagedResource': 'says whether a zone is being left',
  'ec2:*': 'machines, interfaces and groups with the tags of the cluster, which a deployment makes and administers',
  'elasticache:Connect': 'content of our caches, whose users a deployment makes',
  'elasticloadbalancing:*': 'balancers with the tags of the cluster, which a deployment administers',
  'iam:*InstanceProfile*': 'profiles with the tags of the cluster; roles in them are handed on below the ceiling',
  'iam:CreateServiceLinkedRole': 'a role of AWS for AWS',
  'kms:*': 'our keys, whose policies a deployment writes',
  'logs:*': 'our log groups',
  'pricing:GetProducts': 'the price list is everybody’s',
  'rds-db:connect': 'content of our databases',
  's3:*': 'our buckets, whose policies a deployment writes',
  'secretsmanager:*': 'our secrets, whose policies a deployment writes',
  'sns:Publish': 'our topics, whose policies a deployment writes',
  'sqs:*': 'our queues, whose policies a deployment writes',
  'ssm:GetParameter': 'parameters of AWS, which are everybody’s',
  'wafv2:*': 'our firewalls, and which balancer is behind them',
  'xray:*': 'traces that are written',
};

let all: Collected;
let deploy: CollectedRole;
const made = () =>
  all.roles.filter(({ rights }) => rights.boundary && !rights.identity.some(({ Action }) => Action === '*'));
const requestsOf = (role: CollectedRole): Request[] =>
  role.rights.identity
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) => asked(statement, all.environment));

beforeAll(async () => {
  all = collect((await loadEnvironment('prod')).environment);
  deploy = all.roles.find(({ name }) => name === 'backlot-prod-deploy') as CollectedRole;
}, 300_000);

describe('the ceiling', () => {
  it('cuts nothing off that services, functions and controllers need', () => {
    const asks = made().flatMap((role) => requestsOf(role).map((request) => ({ role, request })));
    expect(made().length).toBeGreaterThan(15);
    expect(asks.length).toBeGreaterThan(300);
    const cut = asks.filter(({ role, request }) => !isAllowed(role.rights, request));
    expect(cut.map(({ role, request }) => `${role.name}: ${request.action} on ${request.resource}`)).toEqual([]);
  });

  it('lets nobody have what the deploy role has not, but for the use of what is ours', () => {
    const beyond = made()
      .flatMap(requestsOf)
      .filter((request) => !isAllowed(deploy.rights, request))
      .map(({ action }) => action);
    expect(beyond.length).toBeGreaterThan(0);
    const patterns = Object.keys(USE);
    expect(beyond.filter((action) => !patterns.some((pattern) => fits(pattern, action)))).toEqual([]);
    // A reason that is met no more goes.
    expect(patterns.filter((pattern) => !beyond.some((action) => fits(pattern, action)))).toEqual([]);
  });
});
