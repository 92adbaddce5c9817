import type { Environment } from '../../../environments/model/index.js';
import { GITHUB_ISSUER, githubProviderArn } from '../../../stacks/github-provider.js';
import type { Cloud } from '../cloud/index.js';

/** The account's provider of GitHub tokens, as it was found. */
export interface FoundProvider {
  readonly arn: string;
  /** It carries the tags of this environment: its foundation made it. */
  readonly ours: boolean;
  /** The environment that made it, as its tags say. @default nobody of ours */
  readonly owner?: string;
  /** It takes tokens that are meant for AWS. */
  readonly takesTokens: boolean;
}

/** Looks for the provider, of which an account has one for all its environments; undefined when there is none. */
export async function findGithubProvider(cloud: Cloud, environment: Environment): Promise<FoundProvider | undefined> {
  const { GetOpenIDConnectProviderCommand, IAMClient } = await import('@aws-sdk/client-iam');
  const client = new IAMClient(cloud.settingsFor('iam'));
  const arn = githubProviderArn(environment);
  try {
    const found = await client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
    const tags = Object.fromEntries((found.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    const [platform, id] = [tags['backlot:platform'], tags['backlot:environment']];
    return {
      arn,
      ours: platform === environment.platform && id === environment.id,
      ...(platform && id ? { owner: `${platform}-${id}` } : {}),
      takesTokens: (found.ClientIDList ?? []).includes('sts.amazonaws.com'),
    };
  } catch (error) {
    if ((error as Error).name === 'NoSuchEntityException' || (error as Error).name === 'NoSuchEntity') return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

/** Names of roles of the account that trust the provider, the two of this environment left out. */
export async function otherUsersOfProvider(cloud: Cloud, environment: Environment): Promise<string[]> {
  const { IAMClient, paginateListRoles } = await import('@aws-sdk/client-iam');
  const client = new IAMClient(cloud.settingsFor('iam'));
  const own = ['plan', 'deploy'].map((role) => `${environment.platform}-${environment.id}-${role}`);
  try {
    const users: string[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
      for (const { RoleName = '', AssumeRolePolicyDocument = '' } of Roles) {
        const trusts = decodeURIComponent(AssumeRolePolicyDocument).includes(`oidc-provider/${GITHUB_ISSUER}`);
        if (trusts && !own.includes(RoleName)) users.push(RoleName);
      }
    }
    return users;
  } finally {
    client.destroy();
  }
}
