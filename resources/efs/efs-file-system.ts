import { resource } from '../resource-type.js';

/** What is known of `aws_efs_file_system`. */
export default resource({
  type: 'aws_efs_file_system',
  holds: {
    lost: 'its files',
    section: 'files',
    affix: /^files-/,
    unseen: { label: 'file system', words: 'files' },
  },
  backup: { kind: 'efs', identifiedBy: 'id', outlives: true },
});
