import { describe, expect, it } from '@jest/globals';
import { Cidr } from '../cidr.js';

describe('Cidr', () => {
  it('reads a network and prints it again', () => {
    expect(Cidr.parse('10.20.0.0/16').toString()).toBe('10.20.0.0/16');
    expect(Cidr.parse('0.0.0.0/0').size).toBe(2 ** 32);
  });

  it.each(['10.20.0.0', '10.20.0.256/24', '10.20.0.0/33', 'ten/8', ''])('refuses %p, quoting it', (text) => {
    expect(() => Cidr.parse(text)).toThrow(`'${text}' is not an IPv4 network`);
  });

  it('names the network when host bits are set', () => {
    expect(() => Cidr.parse('10.20.1.0/16')).toThrow('the network is 10.20.0.0/16');
  });

  it('knows overlap and containment', () => {
    const network = Cidr.parse('10.0.0.0/16');
    expect(network.overlaps(Cidr.parse('10.0.255.0/24'))).toBe(true);
    expect(network.overlaps(Cidr.parse('10.1.0.0/24'))).toBe(false);
    expect(network.contains(Cidr.parse('10.0.0.0/8'))).toBe(false);
  });

  it('divides without overlap and answers in the order asked', () => {
    const parts = Cidr.parse('10.0.0.0/16').divide([24, 19, 24, 19]);
    expect(parts.map(String)).toEqual(['10.0.64.0/24', '10.0.0.0/19', '10.0.65.0/24', '10.0.32.0/19']);
    for (const [index, part] of parts.entries()) {
      for (const other of parts.slice(index + 1)) expect(part.overlaps(other)).toBe(false);
    }
  });

  it('fills a network to the last address, and refuses one more', () => {
    const network = Cidr.parse('10.0.0.0/24');
    expect(network.divide([25, 25])).toHaveLength(2);
    expect(() => network.divide([25, 25, 28])).toThrow('they need 272 addresses, it has 256');
    expect(() => network.divide([23])).toThrow('has no room');
  });
});
