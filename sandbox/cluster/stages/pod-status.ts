/** What a container is doing, for `containerStatuses`. */
export type ContainerState = 'creating' | 'initializing' | 'running' | 'completed' | 'killed';

const STATES: Readonly<Record<ContainerState, string>> = {
  creating: 'waiting: {reason: ContainerCreating}',
  initializing: 'waiting: {reason: PodInitializing}',
  running: 'running: {startedAt: {{ $now | Quote }}}',
  completed:
    'terminated: {exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }}}',
  killed: 'terminated: {exitCode: 143, reason: Error, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }}}',
};

/** Defines what the other templates use. */
export const NOW = '{{ $now := Now }}{{ $pod := . }}';

/** How containers are listed. */
export interface ContainerOptions {
  /** @default false */
  readonly ready?: boolean;
  /** Whether its startup is over. @default false */
  readonly started?: boolean;
  /** Number of restarts: a Go template of a number, with the container's last status in `$last`. @default that of before */
  readonly restarts?: string;
  /** `lastState` as YAML. @default none */
  readonly last?: string;
}

const RESTARTS = '{{ or $last.restartCount 0 }}';

/** The list of all containers in one state, or in that of a template, which has the container's last status in `$last`. */
export function containers(
  state: ContainerState | { readonly template: string },
  options: ContainerOptions = {},
): string {
  const { ready = false, started = false, restarts = RESTARTS, last } = options;
  const text = typeof state === 'string' ? STATES[state] : state.template;
  return `
containerStatuses:
{{ range $index, $container := .spec.containers }}
{{ $last := dict }}
{{ range $pod.status.containerStatuses }}{{ if eq .name $container.name }}{{ $last = . }}{{ end }}{{ end }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: {{ .image | Quote }}
  ready: ${ready}
  started: ${started}
  restartCount: ${restarts}
  state:
    ${text}
${last ? `  lastState:\n    ${last}` : '  {{ with $last.lastState }}\n  lastState: {{ toJson . }}\n  {{ end }}'}
{{ end }}`;
}

/** The list of all init containers: waiting, or done; those that go on beside the others run. */
export function initContainers(done: boolean): string {
  const state = done
    ? `{{ if eq (or .restartPolicy "") "Always" }}${STATES.running}{{ else }}${STATES.completed}{{ end }}`
    : STATES.initializing;
  return `
{{ if .spec.initContainers }}
initContainerStatuses:
{{ range .spec.initContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: {{ .image | Quote }}
  ready: ${done}
  started: {{ eq (or .restartPolicy "") "Always" }}
  restartCount: 0
  state:
    ${state}
{{ end }}
{{ end }}`;
}

/** Conditions of a pod by type: their status, and why it is not true. */
export function conditions(values: Readonly<Record<string, boolean>>): string {
  const entries = Object.entries(values).map(([type, value]) => {
    const because = UNTRUE[type];
    const why = value || !because ? '' : `\n  reason: ${because.reason}\n  message: '${because.message}'`;
    return `- type: ${type}\n  status: "${value ? 'True' : 'False'}"\n  lastTransitionTime: {{ $now | Quote }}${why}`;
  });
  return `\nconditions:\n${entries.join('\n')}`;
}

const LIST = '[{{ range $i, $c := .spec.containers }}{{ if $i }} {{ end }}{{ $c.name }}{{ end }}]';
const INIT_LIST = '[{{ range $i, $c := .spec.initContainers }}{{ if $i }} {{ end }}{{ $c.name }}{{ end }}]';

/** In the words of a kubelet. */
const UNTRUE: Readonly<Record<string, { reason: string; message: string }>> = {
  Initialized: { reason: 'ContainersNotInitialized', message: `containers with incomplete status: ${INIT_LIST}` },
  Ready: { reason: 'ContainersNotReady', message: `containers with unready status: ${LIST}` },
  ContainersReady: { reason: 'ContainersNotReady', message: `containers with unready status: ${LIST}` },
};

/** Conditions that others would have to set before the pod counts as ready: nobody does here, so they are met. */
export const READINESS_GATES = `
{{ range .spec.readinessGates }}
- type: {{ .conditionType | Quote }}
  status: "True"
  lastTransitionTime: {{ $now | Quote }}
{{ end }}`;

/** Where it runs. */
export const ADDRESSES = `
{{ $hosts := NodeIPsWith .spec.nodeName }}
{{ with $hosts }}
hostIP: {{ index . 0 | Quote }}
hostIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
{{ $ips := PodIPsWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}
{{ with $ips }}
podIP: {{ index . 0 | Quote }}
podIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
startTime: {{ $now | Quote }}`;
