import { handler } from '../contract.js';
import { byCalls } from '../tagging/by-calls.js';

/** IAM keeps five versions of a policy; a change makes a new one and, when there are five, the oldest goes. */
const MOST_VERSIONS = 5;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export default handler({
  type: 'aws_iam_policy',
  service: 'iam',
  created: { id: 'Policy.Arn', arn: 'Policy.Arn' },
  key: { PolicyArn: '{id}' },
  create: {
    call: 'CreatePolicy',
    send: ['description', 'path'],
    input: { PolicyName: '{name}', PolicyDocument: '{policy}' },
  },
  read: [
    {
      call: 'GetPolicy',
      at: 'Policy',
      set: (described) => ({
        arn: described.Arn,
        name: described.PolicyName,
        policy_id: described.PolicyId,
        path: described.Path,
        description: described.Description ?? '',
        attachment_count: described.AttachmentCount ?? 0,
      }),
    },
    {
      run: async (state, { find }) => {
        const policy = await find('GetPolicy', { PolicyArn: state.id });
        if (!policy) return undefined;
        const input = { PolicyArn: state.id, VersionId: policy.Policy.DefaultVersionId };
        const version = await find('GetPolicyVersion', input);
        return version && { policy: decodeURIComponent(version.PolicyVersion.Document) };
      },
    },
  ],
  update: [
    {
      when: ['policy'],
      run: async (state, { call }) => {
        const { Versions = [] } = await call('ListPolicyVersions', { PolicyArn: state.id });
        if (Versions.length >= MOST_VERSIONS) {
          const oldest = Versions.filter((version: { IsDefaultVersion: boolean }) => !version.IsDefaultVersion).at(-1);
          await call('DeletePolicyVersion', { PolicyArn: state.id, VersionId: oldest.VersionId });
        }
        await call('CreatePolicyVersion', { PolicyArn: state.id, PolicyDocument: state.policy, SetAsDefault: true });
      },
    },
  ],
  delete: {
    run: async (state, { call }) => {
      const { Versions = [] } = await call('ListPolicyVersions', { PolicyArn: state.id });
      for (const version of Versions) {
        if (!version.IsDefaultVersion) {
          await call('DeletePolicyVersion', { PolicyArn: state.id, VersionId: version.VersionId });
        }
      }
      await call('DeletePolicy', { PolicyArn: state.id });
    },
  },
  local: ['delay_after_policy_creation_in_ms'],
  defaults: { path: '/', description: '' },
  immutable: ['name', 'name_prefix', 'path', 'description'],
  recomputed: { policy: [] },
  tags: byCalls({ key: { PolicyArn: '{id}' }, tag: 'TagPolicy', untag: 'UntagPolicy' }),
});
