/** Resources by what happens to them. A replacement counts as `replace` only, not as add and destroy. */
export interface ChangeCounts {
  readonly add: number;
  readonly change: number;
  readonly replace: number;
  readonly destroy: number;
}
