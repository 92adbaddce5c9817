import type { RuleCases } from './rule-cases.js';

/** Cases of the rules about the cluster and what runs on it. */
export const CLUSTER_CASES: Readonly<Record<string, RuleCases>> = {
  'cluster-access': {
    accepts: [
      {},
      { cluster: undefined },
      { cluster: { access: { ops: { principal: 'arn:aws:iam::111122223333:role/ops', policy: 'view' } } } },
      { cluster: { access: { sre: { principal: 'arn:aws:iam::111122223333:role/sre', role: 'sre' } } } },
    ],
    refuses: [
      [
        { cluster: { access: { ops: { principal: 'arn:aws:iam::111122223333:role/ops' } } } },
        ['cluster.access.ops', 'may do nothing in the cluster'],
      ],
      [
        {
          cluster: {
            access: { sre: { principal: 'arn:aws:iam::111122223333:role/sre', role: 'sre', namespaces: ['a'] } },
          },
        },
        ['cluster.access.sre.namespaces', 'has no effect: only a policy is limited to namespaces, not a role'],
      ],
    ],
  },
  'cluster-version': {
    accepts: [{}, { cluster: { version: '1.32' } }, { cluster: undefined }],
    refuses: [
      [{ cluster: { version: '1.31' } }, ['cluster.version', 'EKS no longer offers Kubernetes 1.31']],
      [{ cluster: { version: '1.99' } }, ['cluster.version', 'EKS does not offer Kubernetes 1.99']],
    ],
  },
  'node-group-size': {
    accepts: [
      { cluster: { nodeGroups: { general: { min: 0, max: 3 } } } },
      { cluster: { nodeGroups: { general: { min: 3, max: 3, desired: 3 } } } },
    ],
    refuses: [
      [
        { cluster: { nodeGroups: { general: { min: 4, max: 3 } } } },
        ['cluster.nodeGroups.general.min', 'min 4 is above max 3'],
      ],
      [
        { cluster: { nodeGroups: { general: { min: 2, max: 3, desired: 1 } } } },
        ['cluster.nodeGroups.general.desired', 'desired 1 is outside min 2 to max 3'],
      ],
    ],
  },
  'node-architecture': {
    accepts: [
      {
        cluster: { nodeGroups: { general: { instanceTypes: ['m7g.large', 'c7gn.large', 'r6gd.large', 'a1.large'] } } },
      },
      {
        cluster: {
          nodeGroups: {
            general: { architecture: 'amd64', instanceTypes: ['m7i.large', 'g5.xlarge', 'c5n.large', 't3.large'] },
          },
        },
      },
    ],
    refuses: [
      [
        { cluster: { nodeGroups: { general: { instanceTypes: ['m7g.large', 'm7a.large'] } } } },
        [
          'cluster.nodeGroups.general.instanceTypes.1',
          "'m7a.large' is amd64, but the architecture of the group is arm64",
        ],
      ],
      [
        { cluster: { nodeGroups: { general: { architecture: 'amd64', instanceTypes: ['g5g.xlarge'] } } } },
        [
          'cluster.nodeGroups.general.instanceTypes.0',
          "'g5g.xlarge' is arm64, but the architecture of the group is amd64",
        ],
      ],
    ],
  },
  'service-platforms': {
    accepts: [
      {},
      { cluster: undefined, services: { api: { run: 'lambda' } } },
      { registry: { repositories: ['shared'] }, services: { api: { repository: 'shared' } } },
      { services: { api: {}, worker: { repository: 'api' } } },
    ],
    refuses: [
      [{ cluster: undefined }, ['services.api.run', 'kubernetes needs the section cluster']],
      [{ services: { api: { repository: 'shard' } } }, ['services.api.repository', "there is no repository 'shard'"]],
    ],
  },
  needs: {
    accepts: [{}, { services: { api: { needs: ['uploads:write', 'ingest:publish', 'news:publish', 'token:read'] } } }],
    refuses: [
      [
        { services: { api: { needs: ['mian'] } } },
        ['services.api.needs.0', "nothing with the name 'mian' is declared"],
      ],
      [{ services: { api: { needs: ['uploads'] } } }, ['services.api.needs.0', 'a bucket needs the kind of access']],
      [{ services: { api: { needs: ['main:read'] } } }, ['services.api.needs.0', "a postgres has no access 'read'"]],
      [{ services: { api: { needs: ['cache:write'] } } }, ['services.api.needs.0', "a redis has no access 'write'"]],
      [{ services: { api: { needs: ['news:consume'] } } }, ['services.api.needs.0', "a topic has no access 'consume'"]],
      [{ services: { api: { needs: ['token:write'] } } }, ['services.api.needs.0', "a secret has no access 'write'"]],
      [{ services: { api: { needs: ['main', 'main'] } } }, ['services.api.needs.1', "'main' is in the list twice"]],
      [
        { messaging: { topics: { main: {} } }, services: { api: { needs: ['main'] } } },
        ['services.api.needs.0', "'main' names more than one thing: postgres and topic"],
      ],
    ],
  },
};
