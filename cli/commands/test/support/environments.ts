import type { Environment, LoadedEnvironment } from '../../../../environments/model/index.js';
import type { Operations } from '../../../base-command/operations.js';

/** An environment with only what commands look at. */
export function environmentOf(id: string, more: Partial<Environment> = {}): Environment {
  return {
    id,
    platform: 'movies',
    target: 'sandbox',
    production: false,
    protected: false,
    owner: 'platform',
    tags: {},
    aws: { accountId: '000000000000', region: 'eu-central-1' },
    services: {},
    ...more,
  } as Environment;
}

/** Loading of these environments; any other name is refused. */
export function environmentsOf(
  ...environments: readonly Environment[]
): Pick<Operations, 'loadEnvironment' | 'listEnvironments'> {
  return {
    listEnvironments: async () => environments.map(({ id }) => id),
    loadEnvironment: async (id: string): Promise<LoadedEnvironment> => {
      const environment = environments.find((each) => each.id === id);
      if (!environment) throw new Error(`no such environment in this test: ${id}`);
      return { environment, files: [`environments/${id}.yaml`], origins: new Map() };
    },
  };
}
