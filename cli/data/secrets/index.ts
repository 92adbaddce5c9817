export { hasMoved } from './consumer-state.js';
export type { ConsumerPods, ConsumersResult, SecretConsumer } from './consumers-result.js';
export { listSecrets } from './list-secrets.js';
export { declaredSecret } from './open-secrets.js';
export { rotateSecret } from './rotate-secret.js';
export { secretConsumers } from './secret-consumers.js';
export { LONGEST_VALUE } from './secret-value.js';
export type { RotateOptions, SecretChangeOptions, SecretsOptions, SetSecretOptions } from './secrets-options.js';
export type {
  RotationResult,
  RotationStep,
  RotationStrategy,
  SecretInfo,
  SecretSetResult,
  SecretsListResult,
} from './secrets-result.js';
export { setSecret } from './set-secret.js';
