import type { Found, PatchContext } from './patch-context.js';
import { RUNTIME_SUPPORT } from './support-dates.js';

/** What AWS will do to data stores, or waits for somebody to do. */
export async function findMaintenance({ environment, sources }: PatchContext): Promise<Found[]> {
  const pending = (await sources?.maintenance()) ?? [];
  const windows = Object.values(environment.data?.postgres ?? {}).map((each) => each.maintenanceWindow);
  return pending.map(
    ({ action, deadline, description, resource }): Found => ({
      kind: 'maintenance',
      name: resource,
      current: action,
      ...(deadline ? { deadline } : { state: 'behind' as const }),
      note: description ?? (deadline ? 'AWS does it by itself then' : 'it waits until somebody asks for it'),
      applies: windows.length === 1 ? `${windows[0]} UTC, or at once when asked` : 'in its maintenance window',
      restarts: 'it may restart',
    }),
  );
}

/** Runtimes of functions, by the dates that AWS has announced. */
export async function findRuntimes({ environment, sources }: PatchContext): Promise<Found[]> {
  const functions = (await sources?.runtimes()) ?? [];
  const byRuntime = new Map<string, string[]>();
  for (const { name, runtime } of functions) byRuntime.set(runtime, [...(byRuntime.get(runtime) ?? []), name]);
  return [...byRuntime].map(([runtime, names]): Found => {
    const deadline = RUNTIME_SUPPORT[runtime];
    return {
      kind: 'runtime',
      name: names.length === 1 ? `${names[0]}` : `${names.length} functions`,
      current: runtime,
      ...(deadline
        ? { deadline, note: 'the runtime is deprecated then: no more security fixes' }
        : { state: 'unknown' as const, note: 'its deprecation is in no table here' }),
      applies: `with a newer version of this kit: backlot deploy ${environment.id}`,
    };
  });
}
