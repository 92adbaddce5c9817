import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html */
export default handler({
  type: 'aws_secretsmanager_secret_policy',
  service: 'secretsmanager',
  id: '{secret_arn}',
  key: { SecretId: '{secret_arn}' },
  create: { call: 'PutResourcePolicy' },
  read: { call: 'GetResourcePolicy' },
  update: [
    // Each put says anew whether a public policy is refused.
    { call: 'PutResourcePolicy', send: ['policy', 'block_public_policy'] },
  ],
  delete: { call: 'DeleteResourcePolicy' },
  names: { policy: 'ResourcePolicy' },
  immutable: ['secret_arn'],
  gone: ({ ResourcePolicy }) => !ResourcePolicy,
});
