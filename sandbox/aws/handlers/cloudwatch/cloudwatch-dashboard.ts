import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html */
export default handler({
  type: 'aws_cloudwatch_dashboard',
  service: 'cloudwatch',
  id: '{dashboard_name}',
  create: { call: 'PutDashboard', send: ['dashboard_name', 'dashboard_body'] },
  read: { call: 'GetDashboard', input: { DashboardName: '{id}' } },
  update: [{ call: 'PutDashboard', send: ['dashboard_name', 'dashboard_body'], when: ['dashboard_body'] }],
  delete: { call: 'DeleteDashboards', input: { DashboardNames: ['{id}'] } },
  immutable: ['dashboard_name'],
  computed: { dashboard_arn: 'arn:{partition}:cloudwatch::{account}:dashboard/{id}' },
  notFound: ['ResourceNotFound', 'DashboardNotFoundError'],
});
