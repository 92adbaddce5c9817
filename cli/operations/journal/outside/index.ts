export { type AdoptingPlan, type Adoption, importOutside, planAdopting, type ShownPlan } from './adopt.js';
export { createsOf } from './creates.js';
