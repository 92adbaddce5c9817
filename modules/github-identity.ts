import { IamOpenidConnectProvider } from '@cdktn/provider-aws/lib/iam-openid-connect-provider/index.js';
import { Construct } from 'constructs';
import type { PolicyStatement } from './policy-document.js';

/** Issuer of the tokens that GitHub gives to workflow runs. */
const ISSUER = 'token.actions.githubusercontent.com';

/** Which runs of a repository's workflows may take a role. */
export interface WorkflowTrust {
  /** `owner/name`. */
  readonly repository: string;
  /** What the token's `sub` may be behind the repository, such as `ref:refs/heads/main`; `*` is a wildcard. */
  readonly subjects: readonly string[];
}

/**
 * Makes GitHub's tokens count in the account, so that workflows need no stored keys. An account holds one per issuer.
 *
 * AWS checks the issuer against its own list of authorities, so no thumbprint is pinned.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export class GithubIdentity extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const provider = new IamOpenidConnectProvider(this, 'Default', {
      url: `https://${ISSUER}`,
      clientIdList: ['sts.amazonaws.com'],
    });
    this.arn = provider.arn;
  }

  /** The statement of a role's trust policy that lets these runs take it. */
  trust(workflows: WorkflowTrust): PolicyStatement {
    return {
      sid: 'Workflows',
      principal: { Federated: this.arn },
      actions: ['sts:AssumeRoleWithWebIdentity'],
      conditions: {
        StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
        StringLike: {
          [`${ISSUER}:sub`]: workflows.subjects.map((subject) => `repo:${workflows.repository}:${subject}`),
        },
      },
    };
  }
}
