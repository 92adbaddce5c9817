import { nothing } from '../attachments.js';
import { listed } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_launch_template`. */
export default resource({
  type: 'aws_launch_template',
  beside: nothing('its versions are attributes, and node groups name the one that they take'),
  find: listed({
    ask: 'ec2:DescribeLaunchTemplates',
    at: 'LaunchTemplates',
    same: { LaunchTemplateName: 'name' },
    id: 'LaunchTemplateId',
  }),
});
