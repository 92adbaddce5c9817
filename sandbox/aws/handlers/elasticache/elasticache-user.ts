import { type ApiObject, type Attributes, type Context, handler } from '../contract.js';

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html */
export default handler({
  type: 'aws_elasticache_user',
  service: 'elasticache',
  id: '{user_id}',
  key: { UserId: '{user_id}' },
  create: { call: 'CreateUser', input: writeOnlyPasswords },
  read: { call: 'DescribeUsers', at: 'Users.0' },
  update: [
    { call: 'ModifyUser', send: ['access_string', 'authentication_mode', 'no_password_required', 'passwords'] },
    { call: 'ModifyUser', send: 'none', when: ['passwords_wo_version'], input: writeOnlyPasswords },
  ],
  delete: { call: 'DeleteUser' },
  // The API could change the engine in place; the emulator would stay with the old one.
  immutable: ['engine', 'user_id', 'user_name'],
  local: ['passwords_wo_version'],
  equal: { engine: 'ignore-case' },
  ready: { Status: 'active' },
  gone: { Status: 'deleting' },
  recordedAttributes: {
    authentication_mode: 'The emulator knows users with a password and without one; it ignores the mode.',
    no_password_required: 'The emulator ignores it.',
  },
});

function writeOnlyPasswords(_state: Attributes, { config }: Context): ApiObject {
  const passwords = config.passwords_wo;
  return passwords ? { Passwords: [passwords].flat() } : {};
}
