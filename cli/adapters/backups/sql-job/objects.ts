import type { KubernetesObject } from '../../kubernetes/index.js';
import type { SqlTarget } from '../sql.js';
import { PG_OPTIONS, SCRIPT } from './script.js';

/** Namespace that the Jobs run in. */
export const NAMESPACE = 'backlot-system';

/** Label of everything that runs SQL for backups; its value is the environment. */
export const SQL_LABEL = 'backlot.dev/backup-sql';

/** Container of the Job. */
export const CONTAINER = 'psql';

/** Who a run is. */
export interface SqlRun {
  /** Name of all of its objects: `backlot-sql-3f9a2b1c`. */
  readonly name: string;
  /** Marks its lines in the log. */
  readonly nonce: string;
  readonly environment: string;
  readonly image: string;
  /** Seconds after which Kubernetes ends it. */
  readonly deadlineSeconds: number;
  /** SQL that every statement's transaction begins with. @default none */
  readonly before?: string;
}

/** The Job: suspended, so that what it needs can be made as its own before it starts. */
export function jobOf(run: SqlRun): KubernetesObject {
  const { before, deadlineSeconds, image, name } = run;
  const files = ['run.sh', ...(before ? ['before.sql'] : [])];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadataOf(run),
    spec: {
      suspend: true,
      backoffLimit: 0,
      activeDeadlineSeconds: deadlineSeconds,
      ttlSecondsAfterFinished: 300,
      template: {
        metadata: { labels: labelsOf(run), annotations: { 'karpenter.sh/do-not-disrupt': 'true' } },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65_532,
            runAsGroup: 65_532,
            fsGroup: 65_532,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: CONTAINER,
              image,
              command: ['sh', '/script/run.sh'],
              env: [
                { name: 'RUN', value: run.nonce },
                { name: 'HOME', value: '/tmp' },
                { name: 'PGOPTIONS', value: PG_OPTIONS },
                { name: 'PGCONNECT_TIMEOUT', value: '10' },
              ],
              envFrom: [{ secretRef: { name } }],
              resources: {
                requests: { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '64Mi' },
                limits: { memory: '256Mi', 'ephemeral-storage': '256Mi' },
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
              volumeMounts: [
                { name: 'script', mountPath: '/script', readOnly: true },
                { name: 'statements', mountPath: '/statements', readOnly: true },
                { name: 'tmp', mountPath: '/tmp' },
              ],
            },
          ],
          volumes: [
            { name: 'script', configMap: { name, items: files.map((key) => ({ key, path: key })) } },
            { name: 'statements', configMap: { name: `${name}-statements` } },
            { name: 'tmp', emptyDir: { sizeLimit: '128Mi' } },
          ],
        },
      },
    },
  };
}

/** What the Job needs; all of it goes when the Job goes. */
export function belongingsOf(
  run: SqlRun,
  job: KubernetesObject,
  target: SqlTarget,
  statements: readonly string[],
): KubernetesObject[] {
  const { database, host, password, port, tls, user } = target;
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: run.name, uid: job.metadata.uid ?? '' };
  const metadata = { ...metadataOf(run), ownerReferences: [owner] };
  return [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: {
        podSelector: { matchLabels: { 'batch.kubernetes.io/job-name': run.name } },
        policyTypes: ['Ingress', 'Egress'],
        egress: [
          { ports: [{ protocol: 'TCP', port }] },
          { ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 })) },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
      type: 'Opaque',
      immutable: true,
      stringData: {
        PGHOST: host,
        PGPORT: String(port),
        PGDATABASE: database,
        PGUSER: user,
        PGPASSWORD: password,
        PGSSLMODE: tls ? 'require' : 'prefer',
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      immutable: true,
      data: { 'run.sh': SCRIPT, ...(run.before ? { 'before.sql': run.before } : {}) },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { ...metadata, name: `${run.name}-statements` },
      immutable: true,
      data: Object.fromEntries(statements.map((text, at) => [String(at), text])),
    },
  ];
}

/** The namespace, where nobody has made it yet. */
export const namespaceObject: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: NAMESPACE,
    labels: { 'app.kubernetes.io/managed-by': 'backlot', 'pod-security.kubernetes.io/enforce': 'restricted' },
  },
};

function labelsOf({ environment }: SqlRun): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'backlot-sql',
    'app.kubernetes.io/managed-by': 'backlot',
    [SQL_LABEL]: environment,
  };
}

function metadataOf(run: SqlRun) {
  return { name: run.name, namespace: NAMESPACE, labels: labelsOf(run) };
}
