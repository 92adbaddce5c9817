import { describe, expect, it } from '@jest/globals';
import { decodedKey, fitsXml } from '../object-key.js';

describe('a key of a list of S3', () => {
  it.each([
    ['a+b%2Bc', 'a b+c'],
    ['%01%0D%0A', '\u0001\r\n'],
    ['%25/%C3%BC/%F0%9F%8E%AC', '%/ü/🎬'],
    ['/leading//twice', '/leading//twice'],
  ])('is read back from %s', (written, key) => {
    expect(decodedKey({ EncodingType: 'url' }, written)).toBe(key);
  });

  it('is left alone where the list does not say that it is encoded', () => {
    expect(decodedKey({}, 'a+b%2B')).toBe('a+b%2B');
    expect(decodedKey({ EncodingType: 'url' }, undefined)).toBeUndefined();
  });
});

describe('a key in the XML of a request', () => {
  it.each(['a', 'ü 🎬', 'tab\t', '<&>"', 'x\n'])('fits: %j', (key) => {
    expect(fitsXml(key)).toBe(true);
  });

  it.each(['\u0001', 'a\rb', '\u0000', 'x\uffff'])('does not fit: %j', (key) => {
    expect(fitsXml(key)).toBe(false);
  });
});
