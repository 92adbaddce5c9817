/**
 * What is said of a workload that somebody scaled to no pods at all. Nobody of ours does: an autoscaler turns itself off then,
 * and waits until somebody gives the workload a pod again.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#implicit-maintenance-mode-deactivation
 */
export const SCALED_TO_NONE =
  'scaled to 0 pods outside: nothing serves, and its autoscaler is off (ScalingDisabled) until it has a pod again';
