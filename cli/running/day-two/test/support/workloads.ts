type Fields = Readonly<Record<string, unknown>>;

/** The pods of a service as a chart makes them, with what a case changes. */
export function podTemplate(name: string, changes: Fields = {}, container: Fields = {}) {
  return {
    metadata: { labels: { 'app.kubernetes.io/name': name } },
    spec: {
      serviceAccountName: name,
      securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'main',
          image: 'registry.example/report:1.0.0',
          env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name, key: 'TOKEN' } } }],
          resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '16Mi' } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          ...container,
        },
      ],
      ...changes,
    },
  };
}

/** A workload of a service. */
export function workload(apiVersion: string, kind: string, name: string, changes: Fields = {}, container: Fields = {}) {
  const labels = { 'app.kubernetes.io/name': name };
  const template = podTemplate(name, changes, container);
  const metadata = { name, labels };
  if (kind === 'Job') {
    const spec = { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } };
    return { apiVersion, kind, metadata, spec };
  }
  return { apiVersion, kind, metadata, spec: { selector: { matchLabels: labels }, template } };
}

/** A cron job whose runs have the pods of {@link workload}. */
export function cronJob(name: string) {
  const { spec } = workload('batch/v1', 'Job', name);
  const labels = { 'app.kubernetes.io/name': name };
  const metadata = { name, namespace: 'streaming', labels };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: { schedule: '0 3 * * *', suspend: true, jobTemplate: { metadata: { labels }, spec } },
  };
}

/** What `kubectl create job --from=cronjob/<name>` sends. */
export function runOf(name: string, uid: string, changes: Fields = {}, container: Fields = {}) {
  const job = workload('batch/v1', 'Job', name, changes, container);
  const ownerReferences = [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid }];
  const annotations = { 'cronjob.kubernetes.io/instantiate': 'manual' };
  return { ...job, metadata: { ...job.metadata, name: `${name}-again`, annotations, ownerReferences } };
}
