import type { StateKey } from '../../adapters/aws/index.js';
import type { Cloud } from '../cloud/index.js';

/** Attributes of one resource, as its state has them. They hold secrets: never print them whole. */
export type Attributes = Readonly<Record<string, unknown>>;

interface StateJson {
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly module?: string;
    readonly instances: readonly { readonly index_key?: string | number; readonly attributes?: Attributes }[];
  }[];
}

/** Attributes of all managed resources of a state by their address; empty when there is none. */
export async function storedAttributes(cloud: Cloud, state: StateKey): Promise<Map<string, Attributes>> {
  const object = await cloud.objects.read(state);
  const { resources = [] } = object ? (JSON.parse(object.body) as StateJson) : {};
  const managed = resources.filter(({ mode }) => mode === 'managed');
  return new Map(
    managed.flatMap(({ module, type, name, instances }) =>
      instances.map(({ index_key: index, attributes = {} }) => {
        const suffix = index === undefined ? '' : `[${JSON.stringify(index)}]`;
        return [`${module ? `${module}.` : ''}${type}.${name}${suffix}`, attributes] as const;
      }),
    ),
  );
}
