import { decode, ExtensionCodec, encode } from '@msgpack/msgpack';
import { UNKNOWN, Unknown, type Value } from './value.js';

/** `tfplugin6.DynamicValue` as grpc-js hands it over. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

/**
 * Unknown values travel as MessagePack extensions: type 0 is a plain one, type 12 one with refinements (hints such as
 * "not null"), which may be dropped. Source: go-cty, `cty/msgpack`.
 */
const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: 0,
  encode: (value) => (value instanceof Unknown ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
extensionCodec.register({ type: 12, encode: () => null, decode: () => UNKNOWN });

/** Packs a value that already has the exact shape of its schema (see `conform`). */
export function toDynamicValue(value: Value): DynamicValue {
  return { msgpack: Buffer.from(encode(value, { extensionCodec })) };
}

/** Unpacks what core sent; an absent value is null. */
export function fromDynamicValue(dynamic: DynamicValue | null | undefined): Value {
  if (dynamic?.msgpack?.length) return decode(dynamic.msgpack, { extensionCodec }) as Value;
  if (dynamic?.json?.length) return JSON.parse(Buffer.from(dynamic.json).toString('utf8')) as Value;
  return null;
}
