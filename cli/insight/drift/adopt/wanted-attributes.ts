import type { AdoptResult, DriftResult } from '../drift-result.js';
import type { WantedAttribute } from './judge-trial.js';

/** The attributes that were changed outside and could be declared. */
export function wantedAttributes({ owners }: DriftResult): WantedAttribute[] {
  return owners.flatMap(({ id, resources }) =>
    resources
      .filter(({ owner, change }) => change === 'changed' && !isObject(owner))
      .flatMap(({ address, type, attributes }) =>
        attributes
          .filter((each) => each.kind === 'outside' && !each.sensitive)
          .filter(({ path }) => !attributes.some((each) => each.kind === 'code' && each.path === path))
          .map((attribute) => ({ owner: id, address, type, attribute })),
      ),
  );
}

/** What was changed outside and can't be declared, with the reason. */
export function unadoptable({ environment, owners }: DriftResult): AdoptResult['refused'][number][] {
  return owners.flatMap(({ id, resources }) =>
    resources.flatMap(({ address, change, kind, attributes, owner }) => {
      const refuse = (path: string, reason: string) => [{ owner: id, address, path, reason }];
      if (kind === 'outside' && change === 'missing') {
        return refuse('', `it was removed outside: 'backlot drift ${environment} --revert' makes it again`);
      }
      return attributes
        .filter((each) => each.kind === 'outside')
        .flatMap(({ path, sensitive }) => {
          if (isObject(owner)) return refuse(path, OBJECT);
          if (sensitive) return refuse(path, 'its value is withheld: set the secret instead');
          const both = attributes.some((each) => each.kind === 'code' && each.path === path);
          return both ? refuse(path, 'the declaration was changed too, to something else: decide between them') : [];
        });
    }),
  );
}

const OBJECT = 'it is an object of the cluster: declare it under services, or set it back with --revert';

function isObject(owner: string): boolean {
  return owner === 'baseline' || owner.startsWith('service:');
}
