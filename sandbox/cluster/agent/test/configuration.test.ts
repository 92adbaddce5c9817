import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { parseQuantity } from '../../../../modules/values/quantity.js';
import { agentServerNames, aggregatedApis } from '../aggregated-apis.js';
import { prometheusConfig } from '../prometheus-config.js';
import { milliseconds } from '../watch/milliseconds.js';

describe('aggregatedApis', () => {
  const objects = aggregatedApis('PEM', 46443);

  it('sends both groups to a Service that is this machine, verified by the CA', () => {
    const apis = objects.filter(({ kind }) => kind === 'APIService');
    expect(apis.map(({ metadata }) => metadata.name)).toEqual([
      'v1beta1.metrics.k8s.io',
      'v1beta1.external.metrics.k8s.io',
    ]);
    for (const api of apis) {
      expect(api.spec).toMatchObject({
        caBundle: Buffer.from('PEM').toString('base64'),
        service: { namespace: 'backlot-system', name: 'backlot-sandbox-agent', port: 46443 },
      });
    }
    expect(objects[0]).toMatchObject({ kind: 'Service', spec: { type: 'ExternalName', externalName: 'localhost' } });
  });

  it('is verified by the name that the certificate carries first', () => {
    expect(agentServerNames[0]).toBe('backlot-sandbox-agent.backlot-system.svc');
  });

  it('lets whoever may view read metrics', () => {
    const role = objects.find(({ kind }) => kind === 'ClusterRole');
    expect(role?.metadata.labels).toMatchObject({ 'rbac.authorization.k8s.io/aggregate-to-view': 'true' });
  });
});

describe('prometheusConfig', () => {
  it('scrapes the agent, whose labels stay as they are', () => {
    const config = parse(prometheusConfig({ agentPort: 46080 }));
    expect(config.scrape_configs).toMatchObject([
      { honor_labels: true, static_configs: [{ targets: ['127.0.0.1:46080'] }] },
    ]);
    expect(config.rule_files).toBeUndefined();
    const steps = config.scrape_configs[0].metric_relabel_configs;
    expect(steps.at(-1)).toEqual({ regex: 'metrics_profile', action: 'labeldrop' });
    for (const { regex, source_labels } of steps.slice(0, -1)) {
      expect(source_labels[0]).toBe('metrics_profile');
      expect(regex).toMatch(/^(fastapi|pekko);/);
    }
    expect(parse(prometheusConfig({ agentPort: 1, ruleFiles: ['/r.yml'] })).rule_files).toEqual(['/r.yml']);
  });
});

describe('quantity', () => {
  it.each([
    ['250m', 0.25],
    ['1', 1],
    ['1.5', 1.5],
    ['3u', 3e-6],
    ['512Mi', 512 * 2 ** 20],
    ['1G', 1e9],
    ['1e3', 1000],
    ['', undefined],
    ['x', undefined],
    [undefined, undefined],
  ])('reads %s', (text, expected) => {
    expect(parseQuantity(text)).toBe(expected);
  });
});

describe('milliseconds', () => {
  it.each([
    ['8ms', 8],
    ['1.5s', 1500],
    ['12', 12],
    ['8h', undefined],
    [undefined, undefined],
  ])('reads %s', (text, expected) => {
    expect(milliseconds(text)).toBe(expected);
  });
});
