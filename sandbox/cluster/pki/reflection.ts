/** The part of the metadata proposal for `Reflect` that the X.509 library's container asks for when it is loaded. */
interface MetadataReflect {
  defineMetadata?(key: unknown, value: unknown, target: object): void;
  getOwnMetadata?(key: unknown, target: object): unknown;
  getMetadata?(key: unknown, target: object): unknown;
}

/** Loads the X.509 library, and before that what it expects of its surroundings unless somebody else provided it. */
export async function loadX509(): Promise<typeof import('@peculiar/x509')> {
  const reflect = Reflect as MetadataReflect;
  if (!reflect.getMetadata) {
    const known = new WeakMap<object, Map<unknown, unknown>>();
    const own = (key: unknown, target: object) => known.get(target)?.get(key);
    reflect.defineMetadata = (key, value, target) => {
      known.set(target, (known.get(target) ?? new Map()).set(key, value));
    };
    reflect.getOwnMetadata = own;
    reflect.getMetadata = (key, target) => {
      for (let at: object | null = target; at; at = Object.getPrototypeOf(at)) {
        if (known.get(at)?.has(key)) return own(key, at);
      }
      return undefined;
    };
  }
  return import('@peculiar/x509');
}
