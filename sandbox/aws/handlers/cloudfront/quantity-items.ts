import type { ApiObject, Attributes, FieldRule } from '../contract.js';

/** CloudFront's way of writing a list. */
export interface QuantityItems<T> {
  readonly Quantity: number;
  /** @default nothing */
  readonly Items?: readonly T[];
}

/** Writes a list as CloudFront takes it: counted, and without `Items` where it is empty. */
export function quantityOf<T>(items: readonly T[] | null | undefined): QuantityItems<T> {
  const list = items ?? [];
  return { Quantity: list.length, ...(list.length > 0 && { Items: list }) };
}

/** Reads a list that CloudFront wrote; empty where there is none. */
export function itemsOf<T = ApiObject>(counted: Partial<QuantityItems<T>> | null | undefined): readonly T[] {
  return counted?.Items ?? [];
}

/**
 * A block that only wraps a list, `headers { items = […] }`, and is absent where the list is empty. The engine's own
 * reading of counted lists would take the block itself for the list.
 *
 * @param item how one item differs in the API. @default not at all
 */
export function itemsBlock(
  item: { to: (item: Attributes) => ApiObject; from: (item: ApiObject) => Attributes } | undefined = undefined,
): FieldRule {
  return {
    to: (blocks: readonly Attributes[]) => {
      const block = blocks[0];
      if (!block) return undefined;
      return quantityOf(item ? (block.items ?? []).map(item.to) : block.items);
    },
    from: (counted: Partial<QuantityItems<ApiObject>> | undefined) => {
      const items = itemsOf(counted);
      return items.length > 0 ? [{ items: item ? items.map(item.from) : [...items] }] : [];
    },
  };
}
