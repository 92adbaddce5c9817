import type { DataBearingType } from '../../../stacks/data-bearing.js';

/** A store whose data a destroy would delete. */
export interface DataStore {
  readonly stack: string;
  /** Terraform address. */
  readonly address: string;
  readonly type: DataBearingType;
  /** What AWS calls it. */
  readonly name: string;
  /** What it was found to hold, in words; for what cannot be looked into, that. */
  readonly holds: string;
  /** What is lost with it, in words. */
  readonly lost: string;
  /** Why AWS or Terraform would refuse to delete it as it is, and what to do. @default nothing stands in the way */
  readonly guard?: string;
  /** Its objects are deleted first, as neither AWS nor Terraform would. @default they go with it */
  readonly emptied?: boolean;
  /** Name of the snapshot that is taken on the way. @default none is taken */
  readonly finalSnapshot?: string;
}

/** One line for people: name, what it holds, what is lost with it, and what stands in the way. */
export function describeStore({ name, type, holds, lost, guard, finalSnapshot }: DataStore): string {
  const kind = type.replace(/^aws_/, '').replaceAll('_', ' ');
  const rest = [
    ...(finalSnapshot ? [`a last snapshot stays: ${finalSnapshot}`] : []),
    ...(guard === undefined ? [] : [guard]),
  ];
  return `  ${name} (${kind}) has ${holds}: deleting it loses ${lost}${rest.map((each) => `; ${each}`).join('')}`;
}
