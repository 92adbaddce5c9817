import type { CustomResource } from '@pulumi/pulumi/resource.js';
import type { OwnedProps } from '../ownership.js';
import { admissionPolicy } from './admission-policy.js';
import { AN_SRE } from './people.js';
import { podLabels, podSpec, WORKLOADS } from './pod-template.js';

/** What {@link sreChanges} is made from. */
export interface SreChangesProps extends OwnedProps {
  readonly environment: string;
  /** Namespace of the services. */
  readonly services: string;
  /** Services that run by a schedule. */
  readonly crons: readonly string[];
}

const JOBS = { apiGroups: ['batch'], resources: ['jobs'], operations: ['CREATE'] } as const;

/**
 * SREs restart, scale, hold and run again what was deployed; what is in its pods they don't change. A job that they start
 * is a run of a cron job, with exactly its pods.
 */
export function sreChanges({ crons, environment, owner, services }: SreChangesProps): CustomResource[] {
  const one = crons[0] ?? '<name>';
  const how = `kubectl -n ${services} create job <name> --from=cronjob/${one}`;
  const list = crons.map((name) => `'${name}'`).join(', ');
  return [
    ...admissionPolicy({
      owner,
      name: 'backlot-sre-changes',
      whose: AN_SRE,
      resources: WORKLOADS.map((each) => ({ ...each, operations: ['UPDATE'] })),
      variables: {
        now: podSpec('object'),
        before: podSpec('oldObject'),
        labels: podLabels('object'),
        labelsBefore: podLabels('oldObject'),
      },
      rules: [
        {
          // Labels of another service would bring its requests and its ways through the network.
          expression: 'variables.now == variables.before && variables.labels == variables.labelsBefore',
          message: `SREs restart, scale and hold a service and leave its pods as they were deployed: another image, Secret or service account comes with 'backlot deploy ${environment}'`,
        },
      ],
    }),
    ...admissionPolicy({
      owner,
      name: 'backlot-sre-jobs',
      whose: AN_SRE,
      resources: [JOBS],
      variables: {
        of: `has(object.metadata.ownerReferences) && object.metadata.ownerReferences.size() == 1 && object.metadata.ownerReferences[0].kind == 'CronJob' && object.metadata.ownerReferences[0].apiVersion == 'batch/v1' ? object.metadata.ownerReferences[0].name : ''`,
        label: `has(object.metadata.labels) && 'app.kubernetes.io/name' in object.metadata.labels ? object.metadata.labels['app.kubernetes.io/name'] : ''`,
      },
      rules: [
        {
          // What has this label is compared with the cron job itself.
          expression: `variables.of in [${list}] && variables.of == variables.label && request.namespace == '${services}'`,
          message: `SREs start a job as a run of a cron job that was deployed${list ? ` (${list})` : ', and there is none'}: ${how}`,
        },
      ],
    }),
    ...admissionPolicy({
      owner,
      name: 'backlot-sre-runs',
      whose: AN_SRE,
      resources: [JOBS],
      params: { apiVersion: 'batch/v1', kind: 'CronJob', namespace: services, names: crons },
      rules: [
        {
          expression: 'object.spec.template.spec == params.spec.jobTemplate.spec.template.spec',
          message: `the pods of this job are other ones than its cron job has, which SREs may not run: ${how}`,
        },
      ],
    }),
  ];
}
