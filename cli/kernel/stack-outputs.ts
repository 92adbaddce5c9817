/** Outputs of the applied stacks by stack, then by name; a stack that isn't applied has no entry. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
