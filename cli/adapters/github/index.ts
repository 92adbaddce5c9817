export {
  type EnvironmentProtection,
  environmentProtection,
  type GithubAccess,
  githubAccess,
} from './environment-protection.js';
