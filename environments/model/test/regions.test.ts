import { describe, expect, it } from '@jest/globals';
import { REGIONS, zonesOf } from '../aws/regions.js';

describe('zonesOf', () => {
  it('names the zones of a region', () => {
    expect(zonesOf('eu-central-1')).toEqual(['eu-central-1a', 'eu-central-1b', 'eu-central-1c']);
    expect(zonesOf('us-east-1')).toHaveLength(6);
    expect(zonesOf('us-west-1')).toEqual(['us-west-1a', 'us-west-1c']);
  });

  it('knows no zones of a region that does not exist', () => {
    expect(zonesOf('eu-central-7')).toEqual([]);
  });

  it.each(REGIONS)('has at least the two zones in %s that every environment needs', (region) => {
    expect(zonesOf(region).length).toBeGreaterThanOrEqual(2);
  });
});
