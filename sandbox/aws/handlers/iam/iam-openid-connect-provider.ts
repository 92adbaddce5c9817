import { type Attributes, type Context, handler } from '../contract.js';
import { byCalls } from '../tagging/by-calls.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export default handler({
  type: 'aws_iam_openid_connect_provider',
  service: 'iam',
  created: { id: 'OpenIDConnectProviderArn', arn: 'OpenIDConnectProviderArn' },
  key: { OpenIDConnectProviderArn: '{id}' },
  create: {
    call: 'CreateOpenIDConnectProvider',
    send: 'none',
    input: { Url: '{url}', ClientIDList: '{client_id_list}', ThumbprintList: '{thumbprint_list}' },
  },
  read: {
    call: 'GetOpenIDConnectProvider',
    only: [],
    set: (described, state) => ({
      arn: state.id,
      // IAM answers without the scheme.
      url: `https://${String(described.Url).replace(/^https:\/\//, '')}`,
      client_id_list: described.ClientIDList ?? [],
      thumbprint_list: described.ThumbprintList ?? [],
    }),
  },
  update: [{ when: ['client_id_list', 'thumbprint_list'], run: renew }],
  delete: { call: 'DeleteOpenIDConnectProvider' },
  equal: {
    url: (left, right) => String(left).replace(/\/$/, '') === String(right).replace(/\/$/, ''),
    client_id_list: 'any-order',
  },
  immutable: ['url'],
  tags: byCalls({
    key: { OpenIDConnectProviderArn: '{id}' },
    tag: 'TagOpenIDConnectProvider',
    untag: 'UntagOpenIDConnectProvider',
  }),
});

/** The emulator cannot change one (no UpdateOpenIDConnectProviderThumbprint): it is made again, under the same ARN. */
async function renew(state: Attributes, { call, prior }: Context): Promise<void> {
  await call('DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn: state.id });
  await call('CreateOpenIDConnectProvider', {
    Url: state.url,
    ClientIDList: state.client_id_list,
    ThumbprintList: state.thumbprint_list ?? [],
    Tags: Object.entries(prior.tags_all ?? {}).map(([Key, Value]) => ({ Key, Value })),
  });
}
