import type { Environment } from '../environments/model/index.js';
import { AwsLocation } from '../modules/aws-location.js';
import { GITHUB_ISSUER } from '../modules/github-issuer.js';

export { GITHUB_ISSUER, OWNS_GITHUB_PROVIDER } from '../modules/github-issuer.js';

/** ARN of the account's provider of GitHub tokens, which is known before it exists. */
export function githubProviderArn({ aws }: Environment): string {
  const location = new AwsLocation(aws.accountId, aws.region);
  return location.arn({ service: 'iam', region: '', resource: `oidc-provider/${GITHUB_ISSUER}` });
}
