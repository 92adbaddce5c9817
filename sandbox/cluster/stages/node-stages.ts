import type { Condition, Stage } from './stage.js';

const READY = '.status.conditions[]? | select(.type == "Ready") | .status';
const isReady: Condition = { jq: READY, is: ['True'] };

const CONDITIONS = `
{{ $now := Now }}
{{ $since := or .metadata.creationTimestamp $now }}
conditions:
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $since | Quote }}
{{ end }}`;

/** The life of a node: it becomes ready, and from time to time says that it still is; its lease is kept by KWOK itself. */
export const nodeStages: readonly Stage[] = [
  {
    name: 'node-ready',
    kind: 'Node',
    when: [{ jq: `([${READY}] | .[0]) != "True"`, is: 'true' }],
    next: { status: `${CONDITIONS}\nphase: Running` },
  },
  {
    name: 'node-heartbeat',
    kind: 'Node',
    when: [isReady],
    delay: { ms: 300_000, spreadMs: 310_000 },
    next: { status: CONDITIONS },
  },
];
