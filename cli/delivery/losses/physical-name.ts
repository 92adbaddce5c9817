import type { Attributes } from '../../session/outputs/stored-attributes.js';

/** Attributes that name a resource to people, the most telling first. */
const NAMES = ['bucket', 'identifier', 'cluster_identifier', 'replication_group_id', 'domain_name', 'name', 'id'];

/** What AWS calls a thing. */
export function physicalName(attributes: Attributes, address: string): string {
  const name = NAMES.map((key) => attributes[key]).find((value) => typeof value === 'string' && value !== '');
  return typeof name === 'string' ? name : address;
}
