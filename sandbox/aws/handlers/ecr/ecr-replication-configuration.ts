import { recorded } from '../contract.js';

/** The emulator's registry has no settings of its own: copies of images in other regions. */
export default recorded({
  type: 'aws_ecr_replication_configuration',
  reason: 'the emulator has no PutReplicationConfiguration',
  id: '{account}',
  computed: { registry_id: '{account}' },
});
