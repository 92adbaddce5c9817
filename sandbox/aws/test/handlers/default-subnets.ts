/** Subnets that the emulator has in every region from the start, in zones a and b. */
export const DEFAULT_SUBNETS = ['subnet-00000001', 'subnet-00000002'] as const;
