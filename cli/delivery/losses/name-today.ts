import type { Environment } from '../../../environments/model/index.js';

/** What the environment's file calls a thing today that Terraform knows by its first name: `postgres.films`. */
export function nameToday({ data, media, secrets }: Environment, name: string): string {
  const [section = '', first = '', ...rest] = name.split('.');
  const things = { ...data, buckets: media?.buckets, secrets } as Readonly<Record<string, Things | undefined>>;
  const today = Object.entries(things[section] ?? {}).find(([, { renamedFrom }]) => renamedFrom === first)?.[0];
  return today === undefined ? name : [section, today, ...rest].join('.');
}

type Things = Readonly<Record<string, { readonly renamedFrom?: string }>>;
