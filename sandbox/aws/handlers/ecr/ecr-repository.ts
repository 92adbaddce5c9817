import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export default handler({
  type: 'aws_ecr_repository',
  service: 'ecr',
  id: '{name}',
  create: {
    call: 'CreateRepository',
    send: ['image_tag_mutability', 'image_scanning_configuration', 'encryption_configuration'],
    input: { repositoryName: '{name}' },
  },
  read: { call: 'DescribeRepositories', at: 'repositories.0', input: { repositoryNames: ['{id}'] } },
  update: [
    { call: 'PutImageTagMutability', send: ['image_tag_mutability'], input: { repositoryName: '{name}' } },
    {
      call: 'PutImageScanningConfiguration',
      send: ['image_scanning_configuration'],
      input: { repositoryName: '{name}' },
    },
  ],
  delete: {
    run: async (state, { call }) => {
      await call('DeleteRepository', { repositoryName: state.name, force: state.force_delete ?? false });
    },
  },
  names: {
    arn: 'repositoryArn',
    name: 'repositoryName',
    repository_url: 'repositoryUri',
    image_tag_mutability_exclusion_filter: null,
  },
  local: ['force_delete'],
  defaults: { force_delete: false, image_tag_mutability: 'MUTABLE' },
  immutable: ['name', 'encryption_configuration'],
  recordedAttributes: { image_tag_mutability_exclusion_filter: 'the emulator does not keep it' },
  optionalComputed: ['encryption_configuration', 'image_scanning_configuration'],
});
