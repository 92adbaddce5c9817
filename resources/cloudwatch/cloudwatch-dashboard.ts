import { ALL_ATTRIBUTES, nothing } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_cloudwatch_dashboard`. */
export default resource({
  type: 'aws_cloudwatch_dashboard',
  beside: nothing(ALL_ATTRIBUTES),
  find: named({
    ask: 'cloudwatch:GetDashboard',
    by: { DashboardName: '{dashboard_name}' },
    id: '{dashboard_name}',
  }),
});
