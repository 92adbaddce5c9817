import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_autoscaling_group`. */
export default resource({
  type: 'aws_autoscaling_group',
  find: named({
    ask: 'autoscaling:DescribeAutoScalingGroups',
    by: { AutoScalingGroupNames: ['{name}'] },
    at: 'AutoScalingGroups.0',
    id: '{name}',
  }),
});
