import { type Handler, handler } from '../contract.js';

/** A JSON document that hangs on a repository and that Terraform treats as a resource of its own. */
export interface RepositoryDocumentProps {
  readonly type: string;
  /** ECR's word for it in its operations: `LifecyclePolicy`. */
  readonly noun: string;
  /** Operation that writes it. */
  readonly put: string;
  /** Member of requests and answers that holds the text. */
  readonly member: string;
}

/** Makes the handler of a repository's document. */
export function repositoryDocument({ type, noun, put, member }: RepositoryDocumentProps): Handler {
  const write = { call: put, send: 'none', input: { repositoryName: '{repository}', [member]: '{policy}' } } as const;
  return handler({
    type,
    service: 'ecr',
    id: '{repository}',
    create: write,
    read: {
      call: `Get${noun}`,
      input: { repositoryName: '{id}' },
      only: [],
      set: (described) => ({
        repository: described.repositoryName,
        registry_id: described.registryId,
        policy: described[member],
      }),
    },
    update: [{ ...write, when: ['policy'] }],
    delete: { call: `Delete${noun}`, send: 'none', input: { repositoryName: '{repository}' } },
    immutable: ['repository'],
    computed: { registry_id: '{account}' },
  });
}
