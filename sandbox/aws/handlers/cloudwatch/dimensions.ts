import type { ApiObject, Attributes } from '../contract.js';

/** Dimensions are a map in Terraform and a list of pairs in CloudWatch. */
export const dimensions = {
  to: (value: Attributes[string]): ApiObject[] => Object.entries(value ?? {}).map(([Name, Value]) => ({ Name, Value })),
  from: (value: ApiObject[string]): Attributes | null => {
    const pairs: ApiObject[] = value ?? [];
    return pairs.length === 0 ? null : Object.fromEntries(pairs.map(({ Name, Value }) => [Name, Value]));
  },
};
