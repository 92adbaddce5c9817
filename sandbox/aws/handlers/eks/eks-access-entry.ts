import { handler } from '../contract.js';
import { eksTags } from './eks-tags.js';

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html */
export default handler({
  type: 'aws_eks_access_entry',
  service: 'eks',
  id: '{cluster_name}:{principal_arn}',
  created: { access_entry_arn: 'accessEntry.accessEntryArn' },
  key: { clusterName: '{cluster_name}', principalArn: '{principal_arn}' },
  create: { call: 'CreateAccessEntry' },
  read: { call: 'DescribeAccessEntry', at: 'accessEntry' },
  update: [{ call: 'UpdateAccessEntry', when: ['kubernetes_groups', 'user_name'] }],
  delete: { call: 'DeleteAccessEntry' },
  defaults: { type: 'STANDARD' },
  immutable: ['cluster_name', 'principal_arn', 'type'],
  recomputed: ['modified_at'],
  tags: eksTags('access_entry_arn'),
});
