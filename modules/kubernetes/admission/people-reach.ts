import type { CustomResource } from '@pulumi/pulumi/resource.js';
import type { OwnedProps } from '../ownership.js';
import { admissionPolicy } from './admission-policy.js';
import { A_PERSON } from './people.js';

/** What {@link peopleReach} is made from. */
export interface PeopleReachProps extends OwnedProps {
  readonly environment: string;
  /** Namespace of the services. */
  readonly services: string;
  /** Minor version of the standards that namespaces are held to: `1.35`. */
  readonly version: string;
}

const LEVEL = 'pod-security.kubernetes.io/enforce';
const labelOf = (object: string, label: string, none: string) =>
  `has(${object}.metadata.labels) && '${label}' in ${object}.metadata.labels ? ${object}.metadata.labels['${label}'] : '${none}'`;
const level = (object: string) => labelOf(object, LEVEL, 'privileged');
const standard = (object: string) => labelOf(object, `${LEVEL}-version`, 'latest');

/** Ways around the policies on workloads: weaker namespaces, shells of others, tokens, and pods that canaries would make. */
export function peopleReach({ environment, owner, services, version }: PeopleReachProps): CustomResource[] {
  const by = { owner, whose: A_PERSON };
  return [
    ...admissionPolicy({
      ...by,
      name: 'backlot-people-namespaces',
      resources: [{ apiGroups: [''], resources: ['namespaces'], operations: ['CREATE', 'UPDATE'] }],
      variables: {
        now: level('object'),
        before: `request.operation == 'UPDATE' ? (${level('oldObject')}) : 'privileged'`,
        standard: standard('object'),
        standardBefore: `request.operation == 'UPDATE' ? (${standard('oldObject')}) : ''`,
      },
      rules: [
        {
          expression: `variables.now == 'restricted' || (variables.now == 'baseline' && variables.before != 'restricted') || (request.operation == 'UPDATE' && variables.now == variables.before)`,
          message: `people make no namespace weaker: label it ${LEVEL}=restricted; what needs more comes with a controller, by 'backlot deploy ${environment}' of the pipeline`,
        },
        {
          // The standards of an earlier version ask for less at the same level: those of v1.0 let pods gain privileges.
          expression: `variables.standard == 'latest' || variables.standard == variables.standardBefore || (variables.standard.matches('^v1\\\\.[0-9]{1,4}$') && int(variables.standard.substring(3)) >= ${minorOf(version)})`,
          message: `people hold no namespace to standards of an earlier version: label it ${LEVEL}-version=v${version}, or leave the label out`,
        },
      ],
    }),
    ...admissionPolicy({
      ...by,
      name: 'backlot-people-shells',
      resources: [
        { apiGroups: [''], resources: ['pods/exec', 'pods/attach'], operations: ['CONNECT'] },
        { apiGroups: [''], resources: ['pods/ephemeralcontainers'], operations: ['UPDATE'] },
      ],
      variables: {
        added: `request.subResource == 'ephemeralcontainers' && has(object.spec.ephemeralContainers) ? object.spec.ephemeralContainers : []`,
      },
      rules: [
        {
          expression: `request.namespace == '${services}'`,
          message: `people open shells in pods of services only, in namespace '${services}': for others read their logs, kubectl -n <namespace> logs <pod>`,
        },
        {
          expression: `variables.added.all(c, (!has(c.env) || c.env.all(e, !has(e.valueFrom) || !has(e.valueFrom.secretKeyRef))) && (!has(c.envFrom) || c.envFrom.all(f, !has(f.secretRef))))`,
          message: 'a container for looking into a pod names no Secret: take out its secretKeyRef and secretRef',
        },
      ],
    }),
    ...admissionPolicy({
      ...by,
      name: 'backlot-people-tokens',
      resources: [{ apiGroups: [''], resources: ['secrets'], operations: ['CREATE', 'UPDATE'] }],
      rules: [
        {
          expression: `!has(object.type) || object.type != 'kubernetes.io/service-account-token'`,
          message: 'people make no tokens of service accounts: sign in as yourself, kubectl auth whoami',
        },
      ],
    }),
    ...admissionPolicy({
      ...by,
      name: 'backlot-people-analyses',
      resources: [
        {
          apiGroups: ['argoproj.io'],
          resources: ['analysistemplates', 'clusteranalysistemplates', 'analysisruns'],
          operations: ['CREATE', 'UPDATE'],
        },
      ],
      variables: {
        same: `request.operation == 'UPDATE' && object.spec.metrics == oldObject.spec.metrics && (has(object.spec.args) ? object.spec.args : []) == (has(oldObject.spec.args) ? oldObject.spec.args : [])`,
        metrics: 'has(object.spec.metrics) ? object.spec.metrics : []',
        args: 'has(object.spec.args) ? object.spec.args : []',
      },
      rules: [
        {
          expression: 'variables.same || variables.metrics.all(m, !has(m.provider.job))',
          message:
            'an analysis of a person runs no job, which would run with any service account: ask Prometheus, or run it as a service',
        },
        {
          expression: 'variables.same || variables.args.all(a, !has(a.valueFrom) || !has(a.valueFrom.secretKeyRef))',
          message: 'an analysis of a person reads no Secret: give the argument a value',
        },
      ],
    }),
  ];
}

/** 35 of `1.35`. */
function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
