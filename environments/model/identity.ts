/** What is declared of a thing that may have had another name. */
interface Renamed {
  /** Its first name. @default it always had this one */
  readonly renamedFrom?: string;
}

/**
 * The name that a thing was made under: what AWS and Terraform call it, whatever the file calls it today. A new name in the
 * file alone would be another thing, and an empty one.
 */
export function firstName(name: string, { renamedFrom }: Renamed = {}): string {
  return renamedFrom ?? name;
}
