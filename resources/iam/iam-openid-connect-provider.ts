import { shell } from '../../modules/values/shell-quoted.js';
import type { Found, Look, World } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';
import { resource } from '../resource-type.js';

/** Roles that whoever has a token of a provider may take. The pipelines' of other environments share it: they say whose they are. */
const trusting: Look = {
  what: 'roles that trust the provider',
  asks: ['iam:ListRoles', 'iam:ListRoleTags'],
  find: async ({ values: { arn } }, { ask, ours }) => {
    const all: ApiObject[] = (await ask('iam:ListRoles', {}))?.Roles ?? [];
    const found: Found[] = [];
    for (const { RoleName, AssumeRolePolicyDocument: trust } of all) {
      if (ours.hasRole(RoleName) || !decoded(trust).includes(`"${arn}"`)) continue;
      if (await ofOtherEnvironment(RoleName, ask)) continue;
      found.push({
        what: 'role that trusts the provider',
        name: RoleName,
        severity: 'critical',
        says: 'whoever gets a token that it takes acts as it',
        remove: shell`aws iam delete-role --role-name ${RoleName}`,
      });
    }
    return found;
  },
};

async function ofOtherEnvironment(RoleName: string, ask: World['ask']): Promise<boolean> {
  const tags: { Key: string; Value: string }[] = (await ask('iam:ListRoleTags', { RoleName }))?.Tags ?? [];
  const value = (key: string) => tags.find(({ Key }) => Key === key)?.Value;
  const own = `${value('backlot:platform')}-${value('backlot:environment')}`;
  return RoleName === `${own}-plan` || RoleName === `${own}-deploy`;
}

/** IAM encodes documents as in a URL; an emulator may not. */
function decoded(document: unknown): string {
  try {
    return decodeURIComponent(String(document ?? ''));
  } catch {
    return String(document);
  }
}

/** What is known of `aws_iam_openid_connect_provider`. */
export default resource({
  type: 'aws_iam_openid_connect_provider',
  beside: [trusting],
  find: async ({ values }, calls) => {
    if (!values.url) return [];
    const host = String(values.url).replace(/^https:\/\//, '');
    const arn = `arn:${calls.partition}:iam::${calls.accountId}:oidc-provider/${host}`;
    const found = await calls.ask('iam:GetOpenIDConnectProvider', { OpenIDConnectProviderArn: arn });
    return found ? [arn] : [];
  },
});
