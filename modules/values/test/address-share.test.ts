import { describe, expect, it } from '@jest/globals';
import { addressShare, OPEN_SHARE } from '../address-share.js';
import { Cidr } from '../cidr.js';

const share = (...networks: string[]) => addressShare(networks.map((network) => Cidr.parse(network)));

describe('share of all addresses', () => {
  it('is the whole for all networks at once, and for their parts together', () => {
    expect(share('0.0.0.0/0')).toBe(1);
    expect(share('0.0.0.0/1', '128.0.0.0/1')).toBe(1);
    expect(share('0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2')).toBe(1);
  });

  it('counts a network within another, or twice the same, once', () => {
    expect(share('0.0.0.0/1', '10.0.0.0/8', '0.0.0.0/1')).toBe(0.5);
  });

  it('leaves room for the networks of a company', () => {
    expect(share()).toBe(0);
    expect(share('11.0.0.0/8', '198.51.100.0/24')).toBeLessThan(OPEN_SHARE);
  });
});
