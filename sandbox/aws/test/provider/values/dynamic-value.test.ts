import { describe, expect, it } from '@jest/globals';
import { ExtData, encode } from '@msgpack/msgpack';
import { fromDynamicValue, toDynamicValue } from '../../../provider/values/dynamic-value.js';
import { isUnknown, isWhollyKnown, UNKNOWN, type ValueObject, withoutUnknown } from '../../../provider/values/value.js';

describe('a value on its way to core', () => {
  it('comes back as it was', () => {
    const value = {
      text: 'ü',
      number: 1.5,
      large: 4_294_967_296,
      yes: true,
      none: null,
      list: [1, 'a'],
      map: { k: 'v' },
    };
    expect(fromDynamicValue(toDynamicValue(value))).toEqual(value);
  });

  it('stays unknown at any depth', () => {
    const value = fromDynamicValue(toDynamicValue({ id: UNKNOWN, list: [{ arn: UNKNOWN }] }));
    expect(value).toEqual({ id: UNKNOWN, list: [{ arn: UNKNOWN }] });
    expect(isUnknown((value as ValueObject).id)).toBe(true);
  });

  it('is unknown also when core refined what it may be', () => {
    const refined = encode({ id: new ExtData(12, new Uint8Array([0x81, 0x01, 0xc2])) });
    expect(isWhollyKnown(fromDynamicValue({ msgpack: refined }))).toBe(false);
  });

  it('may come as JSON, or not at all', () => {
    expect(fromDynamicValue({ json: Buffer.from('{"a":[1]}') })).toEqual({ a: [1] });
    expect(fromDynamicValue(undefined)).toBeNull();
    expect(fromDynamicValue({ msgpack: new Uint8Array() })).toBeNull();
  });

  it('loses what is unknown where the state must not have it', () => {
    expect(withoutUnknown({ id: UNKNOWN, list: ['a', UNKNOWN] })).toEqual({ id: null, list: ['a'] });
  });
});
