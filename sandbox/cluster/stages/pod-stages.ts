import { ADDRESSES, conditions, containers, initContainers, NOW, READINESS_GATES } from './pod-status.js';
import type { Condition, Stage } from './stage.js';

/** Annotation of a pod that makes it misbehave; the words may also stand in an image's tag, behind `-sim.`. */
const BEHAVIOUR_ANNOTATION = 'sandbox.backlot.dev/behaviour';

/**
 * jq that lists the words by which a pod is told to misbehave: `api:1.3.0-sim.crash.start20` gives `crash` and
 * `start20`, the annotation `unready,start=20` gives `unready` and `start20`.
 */
const WORDS = `([.spec.containers[].image | capture(":[^/:@]*-sim\\\\.(?<words>[a-z0-9.]+)(@|$)")? | .words | split(".")[]] + [(.metadata.annotations["${BEHAVIOUR_ANNOTATION}"] // "") | gsub("\\\\s"; "") | split(",")[] | sub("=(true)?"; "")])`;

/** jq: whether a word is among them. */
function hasWord(word: 'unready' | 'crash' | 'pullfail'): string {
  return `${WORDS} | any(. == "${word}")`;
}

/** jq: the seconds of `startN` as a text such as `20s`; nothing without that word. */
const START_DELAY = `${WORDS} | map(capture("^start(?<seconds>[0-9]+)$")?.seconds) | .[0] // empty | . + "s"`;

const alive: Condition = { jq: '.metadata.deletionTimestamp', is: 'not there' };
const dying: Condition = { jq: '.metadata.deletionTimestamp', is: 'there' };
const phase = (...is: string[]): Condition => ({ jq: '.status.phase', is });
const yes = (jq: string): Condition => ({ jq, is: 'true' });
const no = (jq: string): Condition => ({ jq, is: 'false' });
const waiting = (...reasons: string[]): Condition =>
  yes(`[.status.containerStatuses[]?.state.waiting.reason] | any(. as $r | ${JSON.stringify(reasons)} | index($r))`);
const running = yes('[.status.containerStatuses[]?.state.running // empty] | length > 0');
const ended = yes('[.status.containerStatuses[]?.state.terminated // empty] | length > 0');
const ready = '[.status.conditions[]? | select(.type == "Ready") | .status] | .[0] == "True"';
const initialized = '[.status.conditions[]? | select(.type == "Initialized") | .status] | .[0] == "True"';
const started = '[.status.containerStatuses[]?.started] | all';
/** A pod of a job, or of anything else that is to end. */
const ends = '.spec.restartPolicy != "Always"';
const crashes = hasWord('crash');
const unready = hasWord('unready');
const pullFails = hasWord('pullfail');

const NAME = '{{ .name }}';
const POD = '{{ $pod.metadata.name }}_{{ $pod.metadata.namespace }}({{ $pod.metadata.uid }})';
const IMAGE = '{{ .image }}';
const NOT_READY = { Ready: false, ContainersReady: false };
/** Seconds until a container that crashes is started again, as a kubelet counts: 10, 20, 40 … 300. */
const BACK_OFF =
  '(([.status.containerStatuses[]?.restartCount] | max) // 0) as $n | [10 * pow(2; $n), 300] | min | floor';
const BACK_OFF_MESSAGE = `back-off restarting failed container=${NAME} pod=${POD}`;

/** From a node being chosen to readiness. */
const starting: readonly Stage[] = [
  {
    name: 'pod-create',
    kind: 'Pod',
    when: [alive, phase('Pending'), { jq: '.status.podIP', is: 'not there' }],
    delay: { ms: 100, spreadMs: 300 },
    next: {
      status: `${NOW}
{{ if .spec.initContainers }}
${conditions({ PodReadyToStartContainers: true, Initialized: false, ...NOT_READY })}
${READINESS_GATES}
${containers('initializing')}
{{ else }}
${conditions({ PodReadyToStartContainers: true, Initialized: true, ...NOT_READY })}
${READINESS_GATES}
${containers('creating')}
{{ end }}
${initContainers(false)}
${ADDRESSES}
phase: Pending`,
    },
  },
  {
    name: 'pod-initialize',
    kind: 'Pod',
    when: [alive, phase('Pending'), { jq: '.status.podIP', is: 'there' }, no(initialized)],
    delay: { ms: 400, spreadMs: 800 },
    next: {
      status: `${NOW}${conditions({ Initialized: true })}${initContainers(true)}${containers('creating')}`,
    },
  },
  {
    name: 'pod-start',
    kind: 'Pod',
    when: [alive, phase('Pending'), yes(initialized), waiting('ContainerCreating'), no(pullFails)],
    delay: { ms: 200, spreadMs: 600 },
    next: {
      event: { type: 'Normal', reason: 'Started', message: 'Started containers' },
      status: `${NOW}${containers('running')}\nphase: Running`,
    },
  },
  {
    name: 'pod-ready',
    kind: 'Pod',
    when: [alive, phase('Running'), running, no(ready), no(unready), no(crashes), no(ends)],
    delay: { ms: 300, spreadMs: 900, jq: START_DELAY },
    next: {
      status: `${NOW}${conditions({ Ready: true, ContainersReady: true })}${containers('running', { ready: true, started: true })}`,
    },
  },
];

/** Pods that are to end. */
const ending: readonly Stage[] = [
  {
    name: 'pod-complete',
    kind: 'Pod',
    when: [alive, phase('Running'), running, yes(ends), no(crashes)],
    delay: { ms: 800, spreadMs: 1_500, jq: START_DELAY },
    next: { status: `${NOW}${conditions(NOT_READY)}${containers('completed')}\nphase: Succeeded` },
  },
  {
    name: 'pod-fail',
    kind: 'Pod',
    when: [alive, phase('Running'), running, yes('.spec.restartPolicy == "Never"'), yes(crashes)],
    delay: { ms: 800, spreadMs: 1_500 },
    next: { status: `${NOW}${conditions(NOT_READY)}${containers({ template: crashed() })}\nphase: Failed` },
  },
];

/** What a tag or an annotation asks for. */
const misbehaving: readonly Stage[] = [
  {
    name: 'pod-pull-fails',
    kind: 'Pod',
    when: [alive, phase('Pending'), yes(initialized), waiting('ContainerCreating'), yes(pullFails)],
    delay: { ms: 300 },
    next: {
      event: { type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' },
      status: `${NOW}${containers({
        template: `waiting: {reason: ErrImagePull, message: 'failed to pull and unpack image "${IMAGE}": not found'}`,
      })}`,
    },
  },
  {
    name: 'pod-pull-backs-off',
    kind: 'Pod',
    when: [alive, phase('Pending'), waiting('ErrImagePull')],
    delay: { ms: 1_000 },
    next: {
      event: { type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' },
      status: `${NOW}${containers({
        template: `waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image "${IMAGE}": ErrImagePull: not found'}`,
      })}`,
    },
  },
  {
    name: 'pod-stays-unready',
    kind: 'Pod',
    when: [alive, phase('Running'), running, yes(unready), no(crashes), no(ends), no(started)],
    delay: { ms: 1_000 },
    next: {
      event: {
        type: 'Warning',
        reason: 'Unhealthy',
        message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
      },
      status: `${NOW}${containers('running', { started: true })}`,
    },
  },
  {
    name: 'pod-crash',
    kind: 'Pod',
    when: [alive, phase('Running'), running, yes(crashes), yes('.spec.restartPolicy != "Never"')],
    delay: { ms: 800, spreadMs: 1_200 },
    next: { status: `${NOW}${conditions(NOT_READY)}${containers({ template: crashed() })}` },
  },
  {
    name: 'pod-crash-backs-off',
    kind: 'Pod',
    when: [alive, phase('Running'), ended, yes(crashes), yes('.spec.restartPolicy != "Never"')],
    delay: { ms: 500 },
    next: {
      event: { type: 'Warning', reason: 'BackOff', message: 'Back-off restarting failed container' },
      status: `${NOW}${containers(
        { template: `waiting: {reason: CrashLoopBackOff, message: '${BACK_OFF_MESSAGE}'}` },
        { last: '{{ with $last.state }}{{ toJson . }}{{ else }}{}{{ end }}' },
      )}`,
    },
  },
  {
    name: 'pod-crash-restarts',
    kind: 'Pod',
    when: [alive, phase('Running'), waiting('CrashLoopBackOff')],
    delay: { ms: 10_000, jq: `${BACK_OFF} | tostring + "s"` },
    next: {
      status: `${NOW}${containers('running', { restarts: '{{ add 1 (or $last.restartCount 0) }}' })}`,
    },
  },
];

/** Deletion: a pod is given the time that its hook before the end sleeps, within its grace period and within reason. */
const deletion: readonly Stage[] = [
  {
    name: 'pod-terminate',
    kind: 'Pod',
    when: [dying, phase('Pending', 'Running'), { jq: '.metadata.finalizers[]?', is: 'there' }],
    delay: { ms: 300 },
    next: { status: `${NOW}${conditions(NOT_READY)}${containers('killed')}\nphase: Failed` },
  },
  {
    name: 'pod-delete',
    kind: 'Pod',
    when: [dying, { jq: '.metadata.finalizers[]?', is: 'not there' }],
    delay: {
      ms: 300,
      jq: '([[.spec.containers[].lifecycle.preStop.sleep.seconds // 0] | max, .metadata.deletionGracePeriodSeconds // 0, 5] | min) as $s | ($s * 1000 + 300 | tostring) + "ms"',
    },
    next: { delete: true },
  },
];

function crashed(): string {
  return 'terminated: {exitCode: 1, reason: Error, startedAt: {{ or (dig "state" "running" "startedAt" "" $last) $now | Quote }}, finishedAt: {{ $now | Quote }}}';
}

/** The life of a pod. */
export const podStages: readonly Stage[] = [...starting, ...ending, ...misbehaving, ...deletion];
