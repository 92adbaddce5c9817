import {
  METRICS_PROFILES,
  type MetricRelabeling,
  metricRelabelings,
} from '../../../../modules/values/metrics-profile.js';

/** Libraries whose own names the model gives to the metrics of a service; those of the others it gives as they will be read. */
export type SpokenProfile = 'fastapi' | 'pekko';

const SPOKEN: readonly SpokenProfile[] = ['fastapi', 'pekko'];

/** Label by which Prometheus of the sandbox tells them apart: all are read from one place. */
export const PROFILE_LABEL = 'metrics_profile';

/** The library that a pod's annotation names, where the model speaks its names. */
export function spokenProfile(annotation: string | undefined): SpokenProfile | undefined {
  return SPOKEN.find((each) => each === annotation);
}

/** What a library calls requests, their outcome and their duration.. */
export function spokenNames(profile: SpokenProfile): { requests: string; status: string; latency: string } {
  return METRICS_PROFILES[profile];
}

/** The steps of the libraries' PodMonitors, as Prometheus itself has them, each for the series of its library only. */
export function spokenRelabelings(): object[] {
  return [
    ...SPOKEN.flatMap((profile) => metricRelabelings(METRICS_PROFILES[profile]).map((each) => only(profile, each))),
    { regex: PROFILE_LABEL, action: 'labeldrop' },
  ];
}

function only(profile: SpokenProfile, step: MetricRelabeling): object {
  const { action, regex, replacement, sourceLabels, targetLabel } = step;
  return {
    ...(action ? { action } : {}),
    source_labels: [PROFILE_LABEL, ...sourceLabels],
    regex: `${profile};${regex}`,
    ...(targetLabel === undefined ? {} : { target_label: targetLabel }),
    ...(replacement === undefined ? {} : { replacement }),
  };
}
