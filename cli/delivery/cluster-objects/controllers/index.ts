export type * from './controllers-result.js';
export { installControllers } from './install-controllers.js';
export { CONTROLLER_TIMES, type ControllerTimes, type InstallControllersOptions } from './install-options.js';
