import { IamOpenidConnectProvider } from '@cdktn/provider-aws/lib/iam-openid-connect-provider/index.js';
import { TerraformVariable } from 'cdktn';
import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { GITHUB_ISSUER, OWNS_GITHUB_PROVIDER } from './github-issuer.js';
import type { PolicyStatement } from './policy-document.js';

/** What a {@link GithubIdentity} is made from. */
export interface GithubIdentityProps {
  readonly location: AwsLocation;
}

/** Which runs of a repository's workflows may take a role. */
export interface WorkflowTrust {
  /** `owner/name`. */
  readonly repository: string;
  /** What the token's `sub` may be behind the repository, such as `ref:refs/heads/main`; `*` is a wildcard. */
  readonly subjects: readonly string[];
}

/**
 * Makes GitHub's tokens count in the account, so that workflows need no stored keys. An account holds one per issuer: where another
 * environment has made it, this one only trusts it, which the variable {@link OWNS_GITHUB_PROVIDER} says.
 *
 * AWS checks the issuer against its own list of authorities, so no thumbprint is pinned.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export class GithubIdentity extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: GithubIdentityProps) {
    super(scope, id);
    const owns = new TerraformVariable(this, 'owns', {
      type: 'bool',
      default: true,
      description: "Whether this environment has the account's provider of GitHub tokens, or another has",
    });
    owns.overrideLogicalId(OWNS_GITHUB_PROVIDER);
    const provider = new IamOpenidConnectProvider(this, 'Default', {
      url: `https://${GITHUB_ISSUER}`,
      clientIdList: ['sts.amazonaws.com'],
    });
    provider.addOverride('count', `\${var.${OWNS_GITHUB_PROVIDER} ? 1 : 0}`);
    // Known also where this stack doesn't have it.
    this.arn = props.location.arn({ service: 'iam', region: '', resource: `oidc-provider/${GITHUB_ISSUER}` });
  }

  /** The statement of a role's trust policy that lets these runs take it. */
  trust(workflows: WorkflowTrust): PolicyStatement {
    return {
      sid: 'Workflows',
      principal: { Federated: this.arn },
      actions: ['sts:AssumeRoleWithWebIdentity'],
      conditions: {
        StringEquals: { [`${GITHUB_ISSUER}:aud`]: 'sts.amazonaws.com' },
        StringLike: {
          [`${GITHUB_ISSUER}:sub`]: workflows.subjects.map((subject) => `repo:${workflows.repository}:${subject}`),
        },
      },
    };
  }
}
