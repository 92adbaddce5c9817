/** Issuer of the tokens that GitHub gives to workflow runs. */
export const GITHUB_ISSUER = 'token.actions.githubusercontent.com';

/** Variable that says whether the stack has the account's provider, or another one has. */
export const OWNS_GITHUB_PROVIDER = 'owns_github_provider';
