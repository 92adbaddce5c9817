import { CloudwatchDashboard } from '@cdktn/provider-aws/lib/cloudwatch-dashboard/index.js';
import { Construct } from 'constructs';
import type { Metric } from './alarm.js';

/** One graph. */
export interface DashboardGraph {
  readonly title: string;
  /** Series by label. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Region of the series. */
  readonly region: string;
}

/** Graphs beside each other under one heading. */
export interface DashboardRow {
  readonly title: string;
  readonly graphs: readonly DashboardGraph[];
}

/** What a {@link Dashboard} is made from. */
export interface DashboardProps {
  readonly name: string;
  readonly rows: readonly DashboardRow[];
}

/** Columns of a CloudWatch dashboard. */
const COLUMNS = 24;
const GRAPH_HEIGHT = 6;
const HEADING_HEIGHT = 1;

/** A CloudWatch dashboard of headed rows; rows without graphs are left out. */
export class Dashboard extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const rows = props.rows.filter((row) => row.graphs.length > 0);
    const widgets = rows.flatMap((row, index) => renderRow(row, index * (HEADING_HEIGHT + GRAPH_HEIGHT)));
    this.name = new CloudwatchDashboard(this, 'Default', {
      dashboardName: props.name,
      dashboardBody: JSON.stringify({ widgets }),
    }).dashboardName;
  }
}

function renderRow(row: DashboardRow, y: number): unknown[] {
  const width = Math.floor(COLUMNS / row.graphs.length);
  return [
    { type: 'text', x: 0, y, width: COLUMNS, height: HEADING_HEIGHT, properties: { markdown: `## ${row.title}` } },
    ...row.graphs.map((graph, index) => ({
      type: 'metric',
      x: index * width,
      y: y + HEADING_HEIGHT,
      width,
      height: GRAPH_HEIGHT,
      properties: {
        title: graph.title,
        region: graph.region,
        view: 'timeSeries',
        period: 300,
        metrics: Object.entries(graph.metrics).map(([label, metric]) => [
          metric.namespace,
          metric.name,
          ...Object.entries(metric.dimensions).flat(),
          { label, stat: metric.statistic },
        ]),
      },
    })),
  ];
}
