import { type ApiObject, type Attributes, handler } from '../contract.js';

/** A database that a proxy connects to. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RegisterDBProxyTargets.html */
export default handler({
  type: 'aws_db_proxy_target',
  service: 'rds',
  id: '{db_proxy_name}/{target_group_name}/{type}/{rds_resource_id}',
  created: { type: 'DBProxyTargets.0.Type', rds_resource_id: 'DBProxyTargets.0.RdsResourceId' },
  key: { DBProxyName: '{db_proxy_name}', TargetGroupName: '{target_group_name}' },
  create: {
    call: 'RegisterDBProxyTargets',
    send: ['db_proxy_name', 'target_group_name'],
    input: target,
  },
  read: {
    call: 'DescribeDBProxyTargets',
    at: 'Targets[RdsResourceId={rds_resource_id}]',
    set: ({ Type, RdsResourceId }) => ({
      db_instance_identifier: Type === 'RDS_INSTANCE' ? RdsResourceId : null,
      db_cluster_identifier: Type === 'TRACKED_CLUSTER' ? RdsResourceId : null,
    }),
  },
  delete: { call: 'DeregisterDBProxyTargets', input: target },
  retryOn: ['InvalidDBInstanceState', 'InvalidDBClusterState'],
});

function target({ db_instance_identifier: instance, db_cluster_identifier: cluster }: Attributes): ApiObject {
  return {
    ...(instance && { DBInstanceIdentifiers: [instance] }),
    ...(cluster && { DBClusterIdentifiers: [cluster] }),
  };
}
