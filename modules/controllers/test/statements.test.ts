import { describe, expect, it } from '@jest/globals';
import { type PolicyStatement, policyDocument } from '../../policy-document.js';
import { type ControllerId, catalogue } from '../index.js';
import { CONTEXT, SCOPE } from './context.js';

const controllers = Object.values(catalogue);
const withRights = controllers.filter(({ statements }) => statements);

function statementsOf(id: ControllerId, changes: Partial<typeof SCOPE> = {}): Record<string, PolicyStatement> {
  const statements = catalogue[id].statements?.({ ...SCOPE, ...changes }) ?? [];
  return Object.fromEntries(statements.map((statement) => [statement.sid, statement]));
}

/** Why a statement speaks of every resource: no resource can be named, so that a condition narrows it, or a list is all. */
const UNNAMED: Readonly<Record<string, 'region' | 'condition' | 'list'>> = {
  'argo-rollouts LookAtBalancers': 'region',
  'aws-load-balancer-controller ListCertificates': 'region',
  'aws-load-balancer-controller LookAtBalancers': 'region',
  'aws-load-balancer-controller LookAtNetwork': 'region',
  'external-dns ListZones': 'list',
  'karpenter Look': 'region',
  'karpenter Prices': 'list',
  'karpenter ZonalShift': 'condition',
};

describe.each(withRights.map((controller) => [controller.id, controller] as const))(
  'rights of %s',
  (id, controller) => {
    const statements = controller.statements?.(SCOPE) ?? [];

    it('name every action in full', () => {
      for (const { actions } of statements)
        for (const action of actions) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
    });

    it('name resources wherever AWS lets them, and narrow the rest', () => {
      for (const { sid, resources, conditions } of statements.filter(({ resources }) => resources?.includes('*'))) {
        const why = UNNAMED[`${id} ${sid}`];
        expect([sid, resources, why]).toEqual([sid, ['*'], expect.any(String)]);
        if (why === 'region') expect(conditions).toEqual({ StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } });
        if (why === 'condition') expect(conditions).toBeDefined();
        if (why === 'list')
          for (const action of statements.find((each) => each.sid === sid)?.actions ?? [])
            expect(action).toMatch(/:(List|Get)/);
      }
    });

    it('stay inside the account, but for what AWS shares', () => {
      const arns = statements.flatMap(({ resources = [] }) => resources).filter((arn) => arn !== '*');
      const strangers = arns.filter((arn) => !arn.includes(':123456789012:'));
      for (const arn of strangers) {
        expect(arn).toMatch(
          /^arn:aws:(ec2:eu-central-1::(image|snapshot)\/\*|ssm:eu-central-1::parameter\/aws\/service\/\*|route53:::(hostedzone\/Z1|change\/\*))$/,
        );
      }
    });

    it('fit into a policy, each statement with a name of its own', () => {
      expect(policyDocument(statements).replace(/\s/g, '').length).toBeLessThan(10_240);
      expect(new Set(statements.map(({ sid }) => sid)).size).toBe(statements.length);
    });

    it('belong to the service account that its chart makes', () => {
      const values = JSON.stringify(controller.values(CONTEXT));
      expect(controller.serviceAccount).toBeDefined();
      if (id !== 'cert-manager') expect(values).toContain(`"name":"${controller.serviceAccount}"`);
    });
  },
);

describe('rights', () => {
  it('change only load balancers that carry the name of this cluster', () => {
    const { Balancers, MakeBalancers, Groups, TagNewBalancers } = statementsOf('aws-load-balancer-controller');
    const ours = { StringEquals: { 'aws:ResourceTag/elbv2.k8s.aws/cluster': 'x-prod-cluster' } };
    expect([Balancers?.conditions, Groups?.conditions]).toEqual([ours, ours]);
    const becomesOurs = { 'aws:RequestTag/elbv2.k8s.aws/cluster': 'x-prod-cluster' };
    expect(MakeBalancers?.conditions).toEqual({ StringEquals: becomesOurs });
    expect(TagNewBalancers?.conditions?.StringEquals).toMatchObject(becomesOurs);
  });

  it('start and stop only nodes of this cluster, with its one role', () => {
    const { Start, Stop, RoleOfNodes } = statementsOf('karpenter');
    expect(Stop?.conditions?.StringEquals).toEqual({ 'aws:ResourceTag/kubernetes.io/cluster/x-prod-cluster': 'owned' });
    expect(Start?.conditions?.StringEquals).toMatchObject({
      'aws:RequestTag/kubernetes.io/cluster/x-prod-cluster': 'owned',
    });
    expect(RoleOfNodes).toMatchObject({ actions: ['iam:PassRole'], resources: [SCOPE.nodeRoleArn] });
    expect(statementsOf('karpenter', { nodeRoleArn: undefined }).RoleOfNodes).toBeUndefined();
  });

  it('read exactly the secrets of the environment, under their key, through Secrets Manager', () => {
    const statements = Object.values(statementsOf('external-secrets'));
    expect(statements.map(({ resources }) => resources)).toEqual([SCOPE.secretArns, [SCOPE.secretsKeyArn]]);
    expect(statementsOf('external-secrets', { secretArns: [] })).toEqual({});
  });

  it('write records of the one zone only, and challenges only where they belong', () => {
    const zone = ['arn:aws:route53:::hostedzone/Z1'];
    expect(statementsOf('external-dns').Records?.resources).toEqual(zone);
    const { Challenges } = statementsOf('cert-manager');
    expect(Challenges?.resources).toEqual(zone);
    expect(Challenges?.conditions).toMatchObject({
      'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': 'TXT' },
    });
    expect(statementsOf('external-dns', { zone: undefined })).toEqual({});
  });

  it('write to the log groups of containers only', () => {
    const { ContainerLogs } = statementsOf('fluent-bit');
    expect(ContainerLogs?.resources).toEqual(SCOPE.logGroupArns.flatMap((arn) => [arn, `${arn}:*`]));
    expect(ContainerLogs?.actions).not.toContain('logs:CreateLogGroup');
  });
});
