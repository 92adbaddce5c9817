import type { Environment } from '../../../environments/model/index.js';
import { longerNeighbours } from '../../resource-names.js';
import type { CollectedRole } from './collect.js';
import { isAllowed } from './evaluate.js';
import type { Path } from './kinds.js';
import { listOf, type OneOrMany, type Request, type Statement } from './statement.js';

/** Ways of a role to what an environment has whose name extends this one's: everything that is allowed, asked for with its name. */
export function neighbourPaths(environment: Environment, { name, rights }: CollectedRole, tried: () => void): Path[] {
  const prefix = `${environment.platform}-${environment.id}-`;
  const statements = [...rights.identity, ...(rights.boundary ?? [])].filter(({ Effect }) => Effect === 'Allow');
  return longerNeighbours(environment).flatMap((neighbour) =>
    statements
      .flatMap((statement) => askedOfTheirs(statement, prefix, `${neighbour}-`))
      .flatMap((request): Path[] => {
        tried();
        if (!isAllowed(rights, request)) return [];
        const told = Object.values(request.context ?? {})
          .flat()
          .join(' ');
        return [
          { kind: 'data of another', who: name, what: `${request.action} on ${request.resource} ${told}`.trimEnd() },
        ];
      }),
  );
}

/** Requests that a statement allows by a beginning of a name, as they would come for things with another beginning. */
function askedOfTheirs({ Action, Resource, Condition }: Statement, prefix: string, theirs: string): Request[] {
  const begins = (text: string) => text.includes(`${prefix}*`);
  const example = (pattern: string) => pattern.replace(`${prefix}*`, `${theirs}thing`).replaceAll('*', 'x');
  const context: Record<string, OneOrMany> = {};
  let told = false;
  for (const [operator, keys] of Object.entries(Condition ?? {})) {
    for (const [key, wanted] of Object.entries(keys)) {
      const value = listOf(wanted).find(begins) ?? listOf(wanted)[0] ?? '';
      told ||= begins(value);
      if (operator !== 'Null' && !operator.includes('Not')) context[key] = example(value);
    }
  }
  return listOf(Action).flatMap((action) =>
    listOf(Resource)
      .filter((resource) => told || begins(resource))
      .map((resource) => ({ action: example(action), resource: resource === '*' ? '*' : example(resource), context })),
  );
}
