import { describe, expect, it } from '@jest/globals';
import { HOSTILE_TEXTS } from '../../../../modules/values/test/hostile-texts.js';
import { OwnResources } from '../../../../resources/own-resources.js';
import { shellWords } from '../../../kernel/shell-words.js';
import { additionsTo } from '../find-additions.js';

/** What a stranger attached, by the resource it is at: its values, what AWS answers, and the words of the command behind the region. */
const WRITERS: Readonly<
  Record<string, (text: string) => { values: object; answers: Readonly<Record<string, object>>; words: string[] }>
> = {
  aws_iam_role: (text) => ({
    values: { name: 'deploy' },
    answers: { 'iam:ListRolePolicies': { PolicyNames: [text] }, 'iam:GetRolePolicy': { PolicyDocument: '{}' } },
    words: ['iam', 'delete-role-policy', '--role-name', 'deploy', '--policy-name', text],
  }),
  aws_cloudwatch_log_group: (text) => ({
    values: { name: '/backlot/dev', arn: 'arn:aws:logs:eu-central-1:111111111111:log-group:/backlot/dev' },
    answers: {
      'logs:DescribeSubscriptionFilters': {
        subscriptionFilters: [{ filterName: text, logGroupName: '/backlot/dev', destinationArn: 'arn:aws:lambda:x' }],
      },
    },
    words: ['logs', 'delete-subscription-filter', '--log-group-name', '/backlot/dev', '--filter-name', text],
  }),
  aws_cloudwatch_event_rule: (text) => ({
    values: { name: 'rule', event_bus_name: 'bus' },
    answers: { 'eventbridge:ListTargetsByRule': { Targets: [{ Id: text, Arn: 'arn:aws:sqs:x' }] } },
    words: ['events', 'remove-targets', '--rule', 'rule', '--event-bus-name', 'bus', '--ids', text],
  }),
  aws_route53_zone: (text) => {
    const set = { Name: 'x.example.com.', Type: 'TXT', TTL: 60, ResourceRecords: [{ Value: JSON.stringify(text) }] };
    return {
      values: { zone_id: 'Z1', name: 'example.com' },
      answers: { 'route53:ListResourceRecordSets': { ResourceRecordSets: [set] } },
      words: [
        ...['route53', 'change-resource-record-sets', '--hosted-zone-id', 'Z1', '--change-batch'],
        JSON.stringify({ Changes: [{ Action: 'DELETE', ResourceRecordSet: set }] }),
      ],
    };
  },
};

describe('a name that a stranger chose', () => {
  it.each(Object.keys(WRITERS))('stays one word of the command that removes what is at an %s', async (type) => {
    for (const text of HOSTILE_TEXTS) {
      const { values, answers, words } = WRITERS[type]?.(text) ?? { values: {}, answers: {}, words: [] };
      const thing = { stack: 'data', address: `${type}.x`, type, region: 'eu-central-1', values };
      const readings = { ask: async (operation: string) => answers[operation], close: () => undefined };
      const { additions } = await additionsTo(new OwnResources([thing]), { readings, accountId: '111111111111' });
      expect(additions.map(({ remove }) => shellWords(remove))).toEqual([
        ['aws', '--region', 'eu-central-1', ...words],
      ]);
    }
  });
});
