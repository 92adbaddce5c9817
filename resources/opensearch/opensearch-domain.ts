import { resource } from '../resource-type.js';

/** What is known of `aws_opensearch_domain`. */
export default resource({
  type: 'aws_opensearch_domain',
  holds: {
    lost: 'its indices and their automated snapshots',
    section: 'search',
    affix: /^search-/,
    unseen: { label: 'search domain', words: 'indices' },
  },
  version: 'engine_version',
});
