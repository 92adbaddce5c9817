import type { Controller } from './controller.js';
import type { ControllerContext } from './controller-context.js';
import { NODE_CRITICAL, resources } from './placement.js';

/** Logs of containers to CloudWatch, one stream for each container. */
export const fluentBit: Controller = {
  id: 'fluent-bit',
  title: 'Fluent Bit',
  // It reads the log files of nodes, which namespaces under the restricted standard refuse.
  namespace: 'kube-system',
  charts: [
    {
      release: 'fluent-bit',
      name: 'fluent-bit',
      repository: 'https://fluent.github.io/helm-charts',
      // Chart.yaml of charts/fluent-bit.
      version: '0.58.1',
      appVersion: '5.1.1',
    },
  ],
  serviceAccount: 'fluent-bit',
  after: ['kube-prometheus-stack'],
  brings: [],
  workloads: [{ kind: 'DaemonSet', name: 'fluent-bit' }],
  sandbox: { status: 'absent', note: 'simulated pods write no logs' },
  onlyWithAws: true,
  values: (context) => ({
    serviceAccount: { create: true, name: 'fluent-bit' },
    testFramework: { enabled: false },
    priorityClassName: NODE_CRITICAL,
    // Every node has logs, whatever it is kept for.
    tolerations: [{ operator: 'Exists' }],
    resources: resources('50m', '64Mi', '256Mi'),
    // Log files belong to root; nothing else of root is left.
    securityContext: {
      runAsUser: 0,
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    daemonSetVolumes: [
      { name: 'varlog', hostPath: { path: '/var/log' } },
      { name: 'state', hostPath: { path: '/var/lib/fluent-bit', type: 'DirectoryOrCreate' } },
    ],
    daemonSetVolumeMounts: [
      { name: 'varlog', mountPath: '/var/log', readOnly: true },
      { name: 'state', mountPath: '/var/lib/fluent-bit' },
    ],
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%' } },
    serviceMonitor: { enabled: context.monitoring },
    config: {
      inputs: inputs(context),
      filters: [filter('services'), filter('platform')].join('\n'),
      outputs: [
        output('services', context.region, context.logGroups.services),
        output('platform', context.region, context.logGroups.platform),
      ].join('\n'),
    },
  }),
  statements: ({ logGroupArns }) =>
    logGroupArns.length === 0
      ? []
      : [
          {
            sid: 'ContainerLogs',
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
            resources: logGroupArns.flatMap((arn) => [arn, `${arn}:*`]),
          },
        ],
};

/** Files are named `<pod>_<namespace>_<container>-<id>.log`. */
function inputs({ namespace }: ControllerContext): string {
  const services = `/var/log/containers/*_${namespace}_*.log`;
  return [
    input('services', [`Path              ${services}`]),
    input('platform', ['Path              /var/log/containers/*.log', `Exclude_Path      ${services}`]),
  ].join('\n');
}

function input(tag: string, paths: readonly string[]): string {
  return section('INPUT', [
    'Name              tail',
    `Tag               ${tag}.*`,
    ...paths,
    'multiline.parser  cri',
    `DB                /var/lib/fluent-bit/${tag}.db`,
    // A single writer needs no lock between processes.
    'DB.locking        true',
    'Mem_Buf_Limit     16MB',
    'Skip_Long_Lines   On',
    'Refresh_Interval  10',
  ]);
}

function filter(tag: string): string {
  return section('FILTER', [
    'Name                kubernetes',
    `Match               ${tag}.*`,
    `Kube_Tag_Prefix     ${tag}.var.log.containers.`,
    'Merge_Log           On',
    'Merge_Log_Key       log_processed',
    'Keep_Log            Off',
    'Labels              On',
    'Annotations         Off',
    'K8S-Logging.Parser  On',
    'K8S-Logging.Exclude On',
    'Buffer_Size         0',
  ]);
}

function output(tag: string, region: string, group: string): string {
  return section('OUTPUT', [
    'Name                cloudwatch_logs',
    `Match               ${tag}.*`,
    `region              ${region}`,
    `log_group_name      ${group}`,
    'log_stream_prefix   node-',
    'auto_create_group   false',
    'retry_limit         5',
  ]);
}

function section(kind: string, lines: readonly string[]): string {
  return [`[${kind}]`, ...lines.map((line) => `    ${line}`), ''].join('\n');
}
