import { describe, expect, it } from '@jest/globals';
import { fullEnvironment } from './fixtures/full-environment.js';
import { type SynthesizedStack, synthesize } from './fixtures/synthesized-stack.js';

const ALERTING = { emails: ['oncall@example.com'], thresholds: { databaseCpu: 70, queueAge: '10m', cdnErrors: 2 } };
const BACKUP = { plans: { daily: { schedule: 'cron(0 3 * * ? *)', retention: '35d' } } };

function alertingWith(changes: Record<string, unknown> = {}): SynthesizedStack {
  const environment = fullEnvironment({ alerting: ALERTING, backup: BACKUP, ...changes });
  return synthesize(environment).alerting as SynthesizedStack;
}

const alerting = alertingWith();
const names = alerting
  .all('aws_cloudwatch_metric_alarm')
  .map(({ alarm_name }) => alarm_name.replace('backlot-prod-', ''));

function alarm(name: string) {
  return alerting.one('aws_cloudwatch_metric_alarm', { alarm_name: `backlot-prod-${name}` });
}

describe('alerting stack', () => {
  it('watches everything that pages', () => {
    expect(names.sort()).toEqual([
      'backup-jobs',
      'cache-cache-cpu',
      'cache-cache-evictions',
      'cache-cache-memory',
      'cache-sessions-cpu',
      'cache-sessions-evictions',
      'cache-sessions-memory',
      'cdn-errors',
      'cluster-api-errors',
      'database-main-connections',
      'database-main-cpu',
      'database-main-lag-1',
      'database-main-lag-2',
      'database-main-storage',
      'dead-letters-ingest',
      'dead-letters-rotate-secret',
      'dead-letters-transcode',
      'function-notify-provider-errors',
      'function-rotate-secret-errors',
      'nat-eu-central-1a-ports',
      'nat-eu-central-1b-ports',
      'nat-eu-central-1c-ports',
      'queue-ingest-age',
      'queue-transcode-age',
    ]);
  });

  it('fires at the declared values', () => {
    expect(alarm('database-main-cpu').threshold).toBe(70);
    expect(alarm('queue-ingest-age').threshold).toBe(600);
    expect(alarm('cdn-errors').threshold).toBe(2);
  });

  it('pages at home, and about the CDN from where its series are', () => {
    for (const each of alerting.all('aws_cloudwatch_metric_alarm')) {
      const [topic] = each.alarm_actions;
      if (each.region === undefined) expect(topic).toMatch(/aws_sns_topicpagerarn/);
      else expect([each.region, topic]).toEqual(['us-east-1', expect.stringContaining('delivery-pager')]);
    }
    expect(alarm('cdn-errors').region).toBe('us-east-1');
  });

  it('makes the topic of that region with a key of that region and the same people', () => {
    expect(alerting.one('aws_sns_topic').region).toBe('us-east-1');
    expect(alerting.one('aws_kms_key').region).toBe('us-east-1');
    expect(alerting.one('aws_sns_topic_subscription')).toMatchObject({
      region: 'us-east-1',
      endpoint: 'oncall@example.com',
    });
  });

  it('needs no second topic where home is that region', () => {
    const home = alertingWith({ aws: { accountId: '123456789012', region: 'us-east-1' } });
    expect(home.all('aws_sns_topic')).toEqual([]);
  });

  it('watches less where there is less', () => {
    const bare = alertingWith({
      media: undefined,
      messaging: undefined,
      data: undefined,
      cluster: undefined,
      secrets: undefined,
      backup: undefined,
      services: {},
      network: { cidr: '10.20.0.0/16', natGateways: 'single' },
    });
    expect(bare.all('aws_cloudwatch_metric_alarm').map(({ alarm_name }) => alarm_name)).toEqual([
      'backlot-prod-nat-eu-central-1a-ports',
    ]);
    expect(JSON.parse(bare.one('aws_cloudwatch_dashboard').dashboard_body)).toEqual({ widgets: [] });
  });

  it('shows all of it on one dashboard', () => {
    const { widgets } = JSON.parse(alerting.one('aws_cloudwatch_dashboard').dashboard_body);
    const titles = widgets.flatMap(
      ({ properties }: { properties: { markdown?: string } }) => properties.markdown ?? [],
    );
    expect(titles).toEqual(['## Delivery', '## Queues and functions', '## Databases', '## Caches', '## Cluster']);
  });
});
