import { resource } from '../resource-type.js';

/** What is known of `aws_msk_cluster`. */
export default resource({
  type: 'aws_msk_cluster',
  holds: {
    lost: 'the messages of its topics and the positions of their consumers',
    section: 'kafka',
    affix: /^kafka-/,
    unseen: { label: 'Kafka cluster', words: 'topics' },
  },
  version: 'kafka_version',
});
