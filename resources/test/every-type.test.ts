import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { STORES } from '../../cli/delivery/losses/stores/index.js';
import { usedTypes } from '../../cli/test/fixtures/used-types.js';
import { handlers } from '../../sandbox/aws/handlers/all-handlers.gen.js';
import { canBeTaken, isDataBearing, RESOURCE_TYPES, resourceType, resourceTypes } from '../index.js';
import type { ResourceType } from '../resource-type.js';

const root = join(import.meta.dirname, '../..');

/** What is missing of a type that a stack makes, or that the sandbox can make. */
function missingOf(type: string, facts: ResourceType | undefined): string[] {
  if (!facts) return [`${type}: no file says what is known of it`];
  return [
    ...(facts.beside ? [] : [`${type}: what can be attached to it, or why nothing can`]),
    ...(facts.find ? [] : [`${type}: how one is found that a killed run left`]),
  ];
}

describe('what is known of resource types', () => {
  it('is said of every type that a stack of any environment uses, or the sandbox can make', async () => {
    const types = new Set([...(await usedTypes(root)), ...Object.keys(handlers)]);
    expect(types.size).toBeGreaterThan(80);
    expect([...types].flatMap((type) => missingOf(type, resourceType(type)))).toEqual([]);
  }, 60_000);

  it('is missed where it is not all there', () => {
    expect(missingOf('aws_x', undefined)).toHaveLength(1);
    expect(missingOf('aws_x', { type: 'aws_x', holds: { lost: 'its items', section: 'x' } })).toHaveLength(2);
  });

  it('stands in the file that is named for the type', () => {
    for (const [name, { type }] of Object.entries(RESOURCE_TYPES)) expect(type).toBe(name);
  });

  it('tells how to look into each that holds data, and into no other', () => {
    const held = resourceTypes.filter(({ type }) => isDataBearing(type)).map(({ type }) => type);
    expect(held.length).toBeGreaterThan(10);
    expect(Object.keys(STORES).sort()).toEqual(held.sort());
  });

  it('lets only what holds data be backed up', () => {
    expect(resourceTypes.filter(({ holds, backup }) => backup && !holds)).toEqual([]);
  });

  it('tells whose name somebody else may have', () => {
    expect(['aws_s3_bucket', 'aws_route53_zone', 'aws_unknown'].filter((type) => !canBeTaken(type))).toEqual([]);
    expect(['aws_kms_key', 'aws_vpc', 'aws_iam_role_policy'].filter(canBeTaken)).toEqual([]);
  });
});
