import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_db_proxy_target`. */
export default resource({
  type: 'aws_db_proxy_target',
  beside: nothing(ATTACHED_ITSELF),
  find: async ({ values }, calls) => {
    const { db_proxy_name: proxy, target_group_name: group, db_instance_identifier: instance } = values;
    if (!proxy || !group || !instance) return [];
    const found = await calls.ask('rds:DescribeDBProxyTargets', { DBProxyName: proxy, TargetGroupName: group });
    const targets: Record<string, string>[] = found?.Targets ?? [];
    return targets
      .filter(({ RdsResourceId }) => RdsResourceId === instance)
      .map(({ Type, RdsResourceId }) => [proxy, group, Type, RdsResourceId].join('/'));
  },
  hangs: true,
});
