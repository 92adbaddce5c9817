import type { WorkloadState } from './workload-state.js';

/** One line: `3/3 ready · canary 1/1 · ImagePullBackOff …`. */
export function stateText({ pods, canary, problems, stage, message }: WorkloadState): string {
  const telling = problems.filter(({ code }) => code !== 'Starting').map(({ text }) => text);
  const parts = [
    `${pods.ready}/${pods.desired} ready`,
    ...(canary ? [`canary ${canary.ready}/${canary.desired}`] : []),
    ...(stage === 'aborted' || stage === 'degraded' ? [message ? `${stage}: ${message}` : stage] : []),
    ...telling.slice(0, 2),
  ];
  return parts.join(' · ');
}
