import type { CustomResource } from '@pulumi/pulumi/resource.js';
import type { OwnedProps } from '../ownership.js';
import { admissionPolicy } from './admission-policy.js';
import { A_PERSON } from './people.js';

/** What {@link peopleReach} is made from. */
export interface PeopleReachProps extends OwnedProps {
  readonly environment: string;
  /** Namespace of the services. */
  readonly services: string;
  /** Minor version of the Pod Security Standards that the baseline's own namespaces hold to: `1.35`. */
  readonly version: string;
  /** Namespaces of the baseline that enforce `baseline`. */
  readonly baseline: readonly string[];
}

const LEVEL = 'pod-security.kubernetes.io/enforce';
const VERSION = `${LEVEL}-version`;
const label = (object: string, name: string, otherwise: string) =>
  `has(${object}.metadata.labels) && '${name}' in ${object}.metadata.labels ? ${object}.metadata.labels['${name}'] : '${otherwise}'`;
/** Of the namespace as it was; where there was none, what no label may be. */
const earlier = (name: string, otherwise: string) =>
  `request.operation == 'UPDATE' ? (${label('oldObject', name, otherwise)}) : '(none)'`;

/** Ways around the policies on workloads: weaker namespaces, shells of others, tokens, and pods that canaries would make. */
export function peopleReach({ baseline, environment, owner, services, version }: PeopleReachProps): CustomResource[] {
  const by = { owner, whose: A_PERSON };
  return [
    ...admissionPolicy({
      ...by,
      name: 'backlot-people-namespaces',
      resources: [
        {
          apiGroups: [''],
          resources: ['namespaces', 'namespaces/status', 'namespaces/finalize'],
          operations: ['CREATE', 'UPDATE'],
        },
      ],
      variables: {
        now: label('object', LEVEL, 'privileged'),
        before: earlier(LEVEL, 'privileged'),
        // The standards say more with each version: by the first, restricted pods may do what baseline forbids today.
        version: label('object', VERSION, 'latest'),
        versionBefore: earlier(VERSION, 'latest'),
      },
      rules: [
        {
          // Whoever may delete a namespace may make it anew: so a new one is no weaker than the baseline makes it.
          expression: `variables.now == 'restricted' || (variables.now == 'baseline' && (variables.before == 'privileged' || (request.operation == 'CREATE' && object.metadata.name in [${baseline.map((name) => `'${name}'`).join(', ')}]))) || variables.now == variables.before`,
          message: `people make no namespace weaker: label it ${LEVEL}=restricted; what needs more comes with a controller, by 'backlot deploy ${environment}' of the pipeline`,
        },
        {
          expression: `variables.version in ['latest', 'v${version}'] || variables.version == variables.versionBefore`,
          message: `people hold no namespace to older standards: label it ${VERSION}=v${version}, or leave that label out`,
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
