/** What an instance has, in cores and GiB. */
export interface InstanceSize {
  readonly cpus: number;
  readonly memoryGiB: number;
}

/** GiB for each virtual CPU, by the first letters of the family's name. */
const MEMORY_PER_CPU: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };

const BURSTABLE_GIB: Readonly<Record<string, number>> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  '2xlarge': 32,
};

/**
 * Size of an instance type of the families c, m, r and t, whose names tell it; undefined for others.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function instanceSize(type: string): InstanceSize | undefined {
  const [, kind = '', size = ''] = /^([a-z]+)\d[a-z-]*\.([a-z0-9]+)$/.exec(type) ?? [];
  const [, count] = /^(\d*)xlarge$/.exec(size) ?? [];
  const multiple = count === undefined ? undefined : Number(count || 1);
  if (kind === 't') {
    const memoryGiB = BURSTABLE_GIB[size];
    return memoryGiB === undefined ? undefined : { cpus: multiple === undefined ? 2 : 4 * multiple, memoryGiB };
  }
  const ratio = MEMORY_PER_CPU[kind];
  const cpus = multiple === undefined ? { medium: 1, large: 2 }[size] : 4 * multiple;
  return ratio === undefined || cpus === undefined ? undefined : { cpus, memoryGiB: cpus * ratio };
}
