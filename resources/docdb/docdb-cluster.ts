import { resource } from '../resource-type.js';

/** What is known of `aws_docdb_cluster`. */
export default resource({
  type: 'aws_docdb_cluster',
  holds: {
    lost: 'its databases and their automated backups',
    section: 'documentdb',
    affix: /^documentdb-/,
    unseen: { label: 'DocumentDB cluster', words: 'databases' },
  },
  backup: { kind: 'documentdb', identifiedBy: 'cluster_identifier', outlives: true },
  version: 'engine_version',
});
