import { handler } from '../contract.js';
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
  update: [
    {
      call: 'UpdateOpenIDConnectProviderThumbprint',
      send: 'none',
      when: ['thumbprint_list'],
      input: { OpenIDConnectProviderArn: '{id}', ThumbprintList: '{thumbprint_list}' },
    },
    {
      when: ['client_id_list'],
      run: async (state, { call, prior }) => {
        const OpenIDConnectProviderArn = state.id;
        const before = new Set<string>(prior.client_id_list);
        const after = new Set<string>(state.client_id_list);
        for (const ClientID of after.difference(before)) {
          await call('AddClientIDToOpenIDConnectProvider', { OpenIDConnectProviderArn, ClientID });
        }
        for (const ClientID of before.difference(after)) {
          await call('RemoveClientIDFromOpenIDConnectProvider', { OpenIDConnectProviderArn, ClientID });
        }
      },
    },
  ],
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
