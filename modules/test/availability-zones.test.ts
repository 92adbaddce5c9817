import { describe, expect, it } from '@jest/globals';
import { zoneNames } from '../availability-zones.js';

describe('availability zones', () => {
  it('are the first of the region', () => {
    expect(zoneNames('eu-central-1', 2)).toEqual(['eu-central-1a', 'eu-central-1b']);
  });

  it('skip those that new accounts do not see', () => {
    expect(zoneNames('ap-northeast-1', 3)).toEqual(['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d']);
  });

  it('are those named, where they are named', () => {
    expect(zoneNames('us-east-1', ['us-east-1d', 'us-east-1f'])).toEqual(['us-east-1d', 'us-east-1f']);
  });
});
