import { resource } from '../resource-type.js';

/** What is known of `aws_elasticache_serverless_cache`. */
export default resource({
  type: 'aws_elasticache_serverless_cache',
  holds: {
    lost: 'what is cached in it, sessions included, and its automatic snapshots',
    section: 'redis',
    affix: /^redis-/,
    renamable: true,
  },
  version: 'major_engine_version',
});
