import { type DataStore, describeStore } from '../lifecycle/destroy/data-store.js';
import type { Paint } from './paint.js';

/** The stores whose data a destroy deletes, each with what is lost; nothing when there are none. */
export function dataStoresText(stores: readonly DataStore[], paint: Paint): string[] {
  if (stores.length === 0) return [];
  const title = `${stores.length === 1 ? 'One store holds' : `${stores.length} stores hold`} data, which is lost:`;
  return [[paint('red', title), ...stores.map(describeStore)].join('\n')];
}
