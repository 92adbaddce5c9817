const NAMED = ['GITHUB_ACTIONS', 'TF_BUILD', 'TEAMCITY_VERSION', 'GITLAB_CI', 'BUILDKITE', 'JENKINS_URL'];

/** Whether a system that runs builds runs this process, and reads what it writes. */
export function inCi(env: Readonly<Record<string, string | undefined>>): boolean {
  const says = (name: string) => Boolean(env[name]) && env[name] !== 'false' && env[name] !== '0';
  return says('CI') || NAMED.some(says);
}
