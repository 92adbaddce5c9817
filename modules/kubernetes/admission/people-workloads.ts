import type { CustomResource } from '@pulumi/pulumi/resource.js';
import type { OwnedProps } from '../ownership.js';
import { admissionPolicy } from './admission-policy.js';
import { A_PERSON } from './people.js';
import { NOTHING_OF_THE_NODE, namesOnly, POD_VARIABLES, WORKLOADS } from './pod-template.js';

/** What {@link peopleWorkloads} is made from. */
export interface PeopleWorkloadsProps extends OwnedProps {
  /** Name of the environment, for commands in messages. */
  readonly environment: string;
  /** Namespace of the services. */
  readonly services: string;
}

/**
 * Workloads of people run where services run, as the service that they are, with its Secrets, and with nothing of the node.
 * A role in AWS hangs on a service account, so that any pod with one could do all that the service may.
 */
export function peopleWorkloads({ environment, owner, services }: PeopleWorkloadsProps): CustomResource[] {
  return admissionPolicy({
    owner,
    name: 'backlot-people-workloads',
    whose: A_PERSON,
    resources: WORKLOADS.map((each) => ({ ...each, operations: ['CREATE', 'UPDATE'] })),
    variables: {
      ...POD_VARIABLES,
      label: `has(object.metadata.labels) && 'app.kubernetes.io/name' in object.metadata.labels ? object.metadata.labels['app.kubernetes.io/name'] : ''`,
      // A migration is of its service, and has a service account and a Secret of its own.
      service: `variables.label.endsWith('-migrate') ? variables.label.substring(0, variables.label.size() - 8) : variables.label`,
      own: `variables.service == '' ? [] : [string(variables.service), string(variables.service) + '-migrate']`,
      // Kubernetes still takes the old field; a Rollout has it as it was written.
      accounts: ['serviceAccountName', 'serviceAccount']
        .map((field) => `(has(variables.spec.${field}) ? [variables.spec.${field}] : [])`)
        .join(' + '),
    },
    rules: [
      {
        expression: `request.namespace == '${services}'`,
        message: `people run workloads in namespace '${services}' only: what runs elsewhere comes with the cluster, by 'backlot deploy ${environment}' of the pipeline`,
      },
      {
        expression: "variables.accounts.all(a, a == 'default' || a == '' || a in variables.own)",
        message:
          "a workload of a person uses the service account of its own service: set serviceAccountName to its label 'app.kubernetes.io/name', or leave it out",
      },
      {
        expression: namesOnly('variables.own'),
        message:
          "a workload of a person names the Secret of its own service only, as its label 'app.kubernetes.io/name' says: declare others under 'secrets' and 'needs' of the environment",
      },
      {
        expression: NOTHING_OF_THE_NODE,
        message:
          'a workload of a person has nothing of its node: take out hostNetwork, hostPID, hostIPC, hostPath and privileged',
      },
    ],
  });
}
