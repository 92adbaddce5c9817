export { type RecoveredThing, type RecoverOptions, type RecoverResult, recoverThings } from './recover-things.js';
