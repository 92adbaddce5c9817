import type { Environment } from '../../../environments/model/index.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import type { Cloud } from '../../session/cloud/index.js';
import { findGithubProvider } from '../../session/foundation/github-provider.js';
import type { BootstrapThing } from './bootstrap-result.js';

/** What an account has once for all its environments, and this one finds made by somebody else. */
export async function sharedThings(cloud: Cloud, environment: Environment): Promise<BootstrapThing<'shared'>[]> {
  return [...(await sharedProvider(cloud, environment)), ...(await sharedRegistry(cloud, environment))];
}

async function sharedProvider(cloud: Cloud, environment: Environment): Promise<BootstrapThing<'shared'>[]> {
  if (!environment.foundation.github) return [];
  const found = await findGithubProvider(cloud, environment);
  if (!found || found.ours) return [];
  const owner = found.owner ? `made by '${found.owner}'` : 'made outside this project';
  const command = shell`aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${found.arn} --client-id sts.amazonaws.com`;
  const note = found.takesTokens
    ? `${owner}, trusted as it is`
    : `${owner}; it refuses tokens for AWS until you run: ${command}`;
  return [{ kind: 'iam openid connect provider', name: found.arn, status: 'shared', note }];
}

/** The registry's settings belong to the account and the region: the environment that is deployed last decides them. */
async function sharedRegistry(cloud: Cloud, environment: Environment): Promise<BootstrapThing<'shared'>[]> {
  // A sandbox is an account of its own.
  if (!environment.registry || cloud.target === 'sandbox') return [];
  const { DescribeRegistryCommand, ECRClient, GetRegistryScanningConfigurationCommand } = await import(
    '@aws-sdk/client-ecr'
  );
  const client = new ECRClient(cloud.settingsFor('ecr'));
  const { platform, id } = environment;
  const kept = (kind: string, filters: readonly (string | undefined)[], own: (filter: string) => boolean) => {
    const others = filters.filter((filter) => filter !== undefined && !own(filter));
    if (others.length === 0) return [];
    const note = `speaks of ${others.join(', ')} too; the registry stack of '${id}' would replace that`;
    return [{ kind, name: environment.aws.accountId, status: 'shared' as const, note }];
  };
  try {
    const { scanningConfiguration } = await client.send(new GetRegistryScanningConfigurationCommand({}));
    const { replicationConfiguration } = await client.send(new DescribeRegistryCommand({}));
    const scanned = scanningConfiguration?.rules?.flatMap(({ repositoryFilters = [] }) => repositoryFilters) ?? [];
    const copied = replicationConfiguration?.rules?.flatMap(({ repositoryFilters = [] }) => repositoryFilters) ?? [];
    return [
      ...kept('ecr registry scanning configuration', filtersOf(scanned), (each) => each === `${platform}-*`),
      ...kept('ecr replication configuration', filtersOf(copied), (each) => each.startsWith(`${platform}-${id}/`)),
    ];
  } catch (error) {
    // A person may bootstrap without a right to look at registries.
    if ((error as Error).name !== 'AccessDeniedException') throw error;
    return [];
  } finally {
    client.destroy();
  }
}

function filtersOf(filters: readonly { readonly filter?: string | undefined }[]): (string | undefined)[] {
  return filters.map(({ filter }) => filter);
}
