import { nothing } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_eks_addon`. */
export default resource({
  type: 'aws_eks_addon',
  beside: nothing('its settings and its role are attributes'),
  find: named({
    ask: 'eks:DescribeAddon',
    by: { clusterName: '{cluster_name}', addonName: '{addon_name}' },
    at: 'addon',
    id: '{cluster_name}:{addon_name}',
  }),
  hangs: true,
});
