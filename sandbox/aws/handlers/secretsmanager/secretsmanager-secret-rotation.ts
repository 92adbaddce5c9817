import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html */
export default handler({
  type: 'aws_secretsmanager_secret_rotation',
  service: 'secretsmanager',
  created: { id: 'ARN' },
  key: { SecretId: '{id}' },
  create: {
    call: 'RotateSecret',
    send: ['rotation_lambda_arn', 'rotation_rules', 'rotate_immediately'],
    input: { SecretId: '{secret_id}' },
  },
  read: {
    call: 'DescribeSecret',
    set: (secret, state) => ({
      secret_id: state.secret_id ?? secret.ARN,
      rotate_immediately: state.rotate_immediately ?? true,
    }),
  },
  update: [
    {
      call: 'RotateSecret',
      when: ['rotation_lambda_arn', 'rotation_rules'],
      send: ['rotation_lambda_arn', 'rotation_rules', 'rotate_immediately'],
    },
    // By itself it changes nothing: it says what the next change of the schedule does.
    { when: ['rotate_immediately'], run: async () => undefined },
  ],
  // The emulator has no CancelRotateSecret: the schedule stays on the secret until that is deleted.
  delete: [],
  immutable: ['secret_id'],
  defaults: { rotate_immediately: true },
  gone: ({ DeletedDate }) => DeletedDate !== undefined,
  recordedAttributes: {
    external_secret_rotation_metadata: 'The emulator has no external secrets.',
    external_secret_rotation_role_arn: 'The emulator has no external secrets.',
  },
});
