import { type ApiObject, type Attributes, handler } from '../contract.js';
import { callerReference } from './caller-reference.js';
import { versioned } from './versioned.js';

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_PublicKeyConfig.html */
export default handler({
  ...versioned('PublicKey'),
  type: 'aws_cloudfront_public_key',
  create: {
    call: 'CreatePublicKey',
    send: 'none',
    input: (state) => ({ PublicKeyConfig: toConfig(state, callerReference()) }),
  },
  update: [
    {
      call: 'UpdatePublicKey',
      send: 'none',
      when: ['comment'],
      input: (state, { prior }) => ({ IfMatch: prior.etag, PublicKeyConfig: toConfig(state, prior.caller_reference) }),
    },
  ],
  names: { comment: { from: (comment) => comment ?? '' } },
  defaults: { comment: '' },
  immutable: ['encoded_key', 'name', 'name_prefix'],
  recomputed: { etag: ['comment'] },
});

function toConfig({ name, encoded_key, comment }: Attributes, reference: string): ApiObject {
  return { CallerReference: reference, Name: name, EncodedKey: encoded_key, Comment: comment ?? '' };
}
