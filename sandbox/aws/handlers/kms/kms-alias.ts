import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export default handler({
  type: 'aws_kms_alias',
  service: 'kms',
  id: '{name}',
  create: { call: 'CreateAlias', send: 'none', input: { AliasName: '{name}', TargetKeyId: '{target_key_id}' } },
  read: {
    run: async (state, { find, region, account, partition }) => {
      const name = state.id;
      let Marker: string | undefined;
      do {
        const page = await find('ListAliases', { Marker, Limit: 100 });
        const alias = page?.Aliases?.find(({ AliasName }: { AliasName: string }) => AliasName === name);
        if (alias) {
          const key = `arn:${partition}:kms:${region}:${account}:key/${alias.TargetKeyId}`;
          return { name, arn: alias.AliasArn, target_key_id: alias.TargetKeyId, target_key_arn: key };
        }
        Marker = page?.Truncated ? page.NextMarker : undefined;
      } while (Marker);
      return undefined;
    },
  },
  update: [
    {
      call: 'UpdateAlias',
      send: 'none',
      when: ['target_key_id'],
      input: { AliasName: '{name}', TargetKeyId: '{target_key_id}' },
    },
  ],
  delete: { call: 'DeleteAlias', send: 'none', input: { AliasName: '{name}' } },
  // A key is declared by its ARN or by its id; the alias knows the id only.
  equal: { target_key_id: (left, right) => left.split('/').at(-1) === right.split('/').at(-1) },
  recomputed: { target_key_arn: ['target_key_id'] },
  immutable: ['name', 'name_prefix'],
});
