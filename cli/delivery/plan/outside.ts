export { createsOf } from '../../session/journal/outside/creates.js';
export {
  type AdoptingPlan,
  type Adoption,
  assertStillFree,
  importOutside,
  planAdopting,
  type ShownPlan,
} from './adopt-outside.js';
