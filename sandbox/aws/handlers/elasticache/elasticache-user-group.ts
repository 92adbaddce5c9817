import { handler } from '../contract.js';
import { idChanges } from './id-changes.js';

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUserGroup.html */
export default handler({
  type: 'aws_elasticache_user_group',
  service: 'elasticache',
  id: '{user_group_id}',
  key: { UserGroupId: '{user_group_id}' },
  create: { call: 'CreateUserGroup' },
  read: { call: 'DescribeUserGroups', at: 'UserGroups.0' },
  update: [
    {
      call: 'ModifyUserGroup',
      send: 'none',
      when: ['user_ids'],
      input: (state, { prior }) => idChanges('UserIds', prior.user_ids, state.user_ids),
    },
  ],
  delete: { call: 'DeleteUserGroup' },
  // The API could change the engine in place; the emulator would stay with the old one.
  immutable: ['engine', 'user_group_id'],
  equal: { engine: 'ignore-case' },
  ready: { Status: 'active' },
  gone: { Status: 'deleting' },
});
