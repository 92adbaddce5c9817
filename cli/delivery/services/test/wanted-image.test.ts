import { describe, expect, it } from '@jest/globals';
import { imageText, versionText, wantedImage } from '../wanted-image.js';

const resolve = (tag: string) => ({ repository: 'registry.example/api', tag, digest: '' });
const wanted = (wishes: { flag?: string; declared?: string; recorded?: [image: string, declared: string] }) => {
  const { recorded, ...rest } = wishes;
  const found = wantedImage({
    service: 'api',
    resolve,
    ...rest,
    ...(recorded && { recorded: { image: resolve(recorded[0]), declaredImage: recorded[1] } }),
  });
  return found && [found.image.tag, found.declaredImage];
};

describe('the image that is deployed', () => {
  it('is the declared one at first', () => {
    expect(wanted({ declared: '1.0.0' })).toEqual(['1.0.0', '']);
  });

  it('is the one that --image names, and what the file declares is kept beside it', () => {
    expect(wanted({ flag: '1.1.0', declared: '1.0.0', recorded: ['1.0.0', ''] })).toEqual(['1.1.0', '1.0.0']);
    expect(wanted({ flag: '1.0.0', declared: '1.0.0' })).toEqual(['1.0.0', '']);
  });

  it('stays what an earlier --image set while the file declares the same as then', () => {
    expect(wanted({ declared: '1.0.0', recorded: ['1.1.0', '1.0.0'] })).toEqual(['1.1.0', '1.0.0']);
  });

  it('follows the file once that declares another', () => {
    expect(wanted({ declared: '1.2.0', recorded: ['1.1.0', '1.0.0'] })).toEqual(['1.2.0', '']);
    expect(wanted({ declared: '1.2.0', recorded: ['1.0.0', ''] })).toEqual(['1.2.0', '']);
  });

  it('stays what runs when the file declares none', () => {
    expect(wanted({ recorded: ['1.1.0', ''] })).toEqual(['1.1.0', '']);
    expect(wanted({})).toBeUndefined();
  });

  it('is written with its digest when it has one', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(imageText({ ...resolve('1.0.0'), digest })).toBe(`registry.example/api@${digest}`);
    expect(versionText({ ...resolve(''), digest })).toBe('a'.repeat(12));
  });
});
