export type { ServiceEvent } from './events/cluster-event.js';
export { type EventsOptions, type EventsResult, readEvents } from './events/read-events.js';
export { type ExecOptions, type ExecResult, execInService } from './exec/exec-in-service.js';
export type { LogLine } from './logs/log-line.js';
export type { LogsOptions, LogsResult } from './logs/log-options.js';
export { streamLogs } from './logs/stream-logs.js';
export {
  type RestartOptions,
  type RestartPlan,
  type RestartResult,
  restartServices,
} from './restart/restart-services.js';
export type { ScalePlan } from './scale/scale-plan.js';
export { type ScaleOptions, type ScaleResult, scaleService } from './scale/scale-service.js';
export type { ServiceClusterOptions } from './service-cluster.js';
