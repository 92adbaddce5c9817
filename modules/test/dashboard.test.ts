import { describe, expect, it } from '@jest/globals';
import type { Metric } from '../alarm.js';
import { Dashboard } from '../dashboard.js';
import { SynthesizedModule } from './fixtures/synthesized-module.js';

const errors: Metric = { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'f' }, statistic: 'Sum' };
const graph = { title: 'Errors', region: 'eu-central-1', metrics: { f: errors } };

describe('dashboard', () => {
  const stack = new SynthesizedModule((scope) => {
    const rows = [
      { title: 'Functions', graphs: [graph, graph] },
      { title: 'Nothing', graphs: [] },
      { title: 'More', graphs: [graph] },
    ];
    new Dashboard(scope, 'dashboard', { name: 'x', rows });
  });
  const { widgets } = JSON.parse(stack.one('aws_cloudwatch_dashboard').dashboard_body);

  it('lays rows below each other and leaves out empty ones', () => {
    const places = widgets.map(({ type, x, y, width }: Record<string, unknown>) => [type, x, y, width]);
    expect(places).toEqual([
      ['text', 0, 0, 24],
      ['metric', 0, 1, 12],
      ['metric', 12, 1, 12],
      ['text', 0, 7, 24],
      ['metric', 0, 8, 24],
    ]);
  });

  it('names each series', () => {
    expect(widgets[1].properties.metrics).toEqual([
      ['AWS/Lambda', 'Errors', 'FunctionName', 'f', { label: 'f', stat: 'Sum' }],
    ]);
  });
});
