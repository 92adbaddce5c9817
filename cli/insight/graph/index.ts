export type * from './graph-result.js';
export { stackGraph } from './stack-graph.js';
