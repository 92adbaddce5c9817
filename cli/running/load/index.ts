export { listLoad } from './list-load.js';
export type { LoadOptions, LoadReport } from './load-options.js';
export { runLoad } from './run-load.js';
export { type StopLoadOptions, stopLoad } from './stop-load.js';
