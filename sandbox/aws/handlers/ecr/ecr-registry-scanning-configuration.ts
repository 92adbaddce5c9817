import { recorded } from '../contract.js';

/** The emulator's registry has no settings of its own: continuous scanning of the registry. */
export default recorded({
  type: 'aws_ecr_registry_scanning_configuration',
  reason: 'the emulator has no PutRegistryScanningConfiguration',
  id: '{account}',
  computed: { registry_id: '{account}' },
});
