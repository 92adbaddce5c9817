import { managedResources, parseState, type StateKey } from '../../adapters/aws/index.js';
import type { Cloud } from '../cloud/index.js';

/** Attributes of one resource, as its state has them. They hold secrets: never print them whole. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Attributes of all managed resources of a state by their address; empty when there is none. */
export async function storedAttributes(cloud: Cloud, state: StateKey): Promise<Map<string, Attributes>> {
  const object = await cloud.objects.read(state);
  if (!object) return new Map();
  const managed = managedResources(parseState(object.body, state));
  return new Map(managed.map(({ address, attributes }) => [address, attributes]));
}
