import { type ApiObject, type Attributes, type Context, handler } from '../contract.js';
import { itemsOf, quantityOf } from './quantity-items.js';

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateFunction.html */
export default handler({
  type: 'aws_cloudfront_function',
  service: 'cloudfront',
  id: '{name}',
  created: { arn: 'FunctionSummary.FunctionMetadata.FunctionARN', etag: 'ETag' },
  key: { Name: '{name}' },
  create: [
    { call: 'CreateFunction', send: 'none', input: (state) => ({ Name: state.name, ...toFunction(state) }) },
    { run: (state, context) => publish(state, state.etag, context) },
  ],
  read: {
    run: async ({ id }, { call, find }) => {
      const working = await find('DescribeFunction', { Name: id, Stage: 'DEVELOPMENT' });
      if (!working) return undefined;
      const code = await call('GetFunction', { Name: id, Stage: 'DEVELOPMENT' });
      const live = await find('DescribeFunction', { Name: id, Stage: 'LIVE' });
      return { ...fromFunction(working, code), live_stage_etag: live?.ETag ?? '' };
    },
  },
  update: [
    {
      when: ['code', 'comment', 'key_value_store_associations', 'publish', 'runtime'],
      run: async (state, context) => {
        const { prior, changed, call } = context;
        if (changed.size === 1 && changed.has('publish')) return publish(state, prior.etag, context);
        await call('UpdateFunction', { Name: state.id, IfMatch: prior.etag, ...toFunction(state) });
        // The API writes the new version into a misspelt header, and the emulator into the right one.
        const { ETag } = await call('DescribeFunction', { Name: state.id, Stage: 'DEVELOPMENT' });
        await publish(state, ETag, context);
      },
    },
  ],
  delete: { call: 'DeleteFunction', input: { IfMatch: '{etag}' } },
  defaults: { comment: '', publish: true },
  local: ['publish'],
  immutable: ['name'],
  recomputed: ['etag', 'live_stage_etag', 'status'],
});

/** Copies the working version to the live one, which is what viewers get. */
async function publish(state: Attributes, etag: string, { call }: Context): Promise<void> {
  if (state.publish) await call('PublishFunction', { Name: state.name, IfMatch: etag });
}

function toFunction({ code, comment, runtime, key_value_store_associations: stores }: Attributes): ApiObject {
  return {
    FunctionCode: Buffer.from(code, 'utf8'),
    FunctionConfig: {
      Comment: comment ?? '',
      Runtime: runtime,
      ...(stores?.length > 0 && {
        KeyValueStoreAssociations: quantityOf(stores.map((KeyValueStoreARN: string) => ({ KeyValueStoreARN }))),
      }),
    },
  };
}

function fromFunction({ FunctionSummary, ETag }: ApiObject, { FunctionCode }: ApiObject): Attributes {
  const { Name, Status, FunctionConfig, FunctionMetadata } = FunctionSummary;
  const stores = itemsOf(FunctionConfig.KeyValueStoreAssociations).map(({ KeyValueStoreARN }) => KeyValueStoreARN);
  return {
    arn: FunctionMetadata.FunctionARN,
    code: Buffer.from(FunctionCode).toString('utf8'),
    comment: FunctionConfig.Comment ?? '',
    etag: ETag,
    key_value_store_associations: stores.length > 0 ? stores : null,
    name: Name,
    runtime: FunctionConfig.Runtime,
    status: Status,
  };
}
