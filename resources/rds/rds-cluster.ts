import { resource } from '../resource-type.js';

/** What is known of `aws_rds_cluster`. */
export default resource({
  type: 'aws_rds_cluster',
  holds: {
    lost: 'its databases and their automated backups',
    section: 'aurora',
    affix: /^aurora-/,
    unseen: { label: 'Aurora cluster', words: 'databases' },
  },
  backup: { kind: 'aurora', identifiedBy: 'cluster_identifier', outlives: true },
  version: 'engine_version',
});
