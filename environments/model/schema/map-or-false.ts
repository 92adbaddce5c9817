import { z } from 'zod';

/** A map of keys, or `false` for none. */
export function mapOrFalse<Shape extends z.core.$ZodShape>(map: z.ZodObject<Shape, z.core.$strict>) {
  return z.union([map, z.literal(false)], { error: neither });
}

/** Says it only of what is neither: of a map, what is wrong inside is said. */
const neither: z.core.$ZodErrorMap = ({ input }) =>
  typeof input === 'object' ? undefined : 'must be false or a map of keys';
