/** What a program may need of the user's environment to work at all; no credential and no endpoint is among it. */
const HARMLESS = /^(PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TMP|TEMP|LANG|LANGUAGE|LC_[A-Z]+|TZ|SYSTEMROOT|USERPROFILE)$/i;
/** How the network is reached; of no use to the sandbox, which is on loopback. */
const NETWORK = /^(HTTPS?_PROXY|NO_PROXY|ALL_PROXY|SSL_CERT_FILE|SSL_CERT_DIR)$/i;
const TERRAFORM_KEPT = /^(TF_CLI_CONFIG_FILE|TF_PLUGIN_CACHE_DIR|TF_TOKEN_.+)$/;

const AUTOMATION = { TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' };

/** Settings of the user, such as `process.env`. */
export type UserEnvironment = Readonly<Record<string, string | undefined>>;

/** Where the sandbox is. */
export interface SandboxAddress {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly accountId: string;
  readonly region: string;
}

/**
 * The environment of Terraform for the sandbox: nothing of the user's AWS or Terraform settings gets in, every endpoint
 * is the emulator, and the keys are of use nowhere else. The access key is the account id, which is how the emulator
 * tells accounts apart.
 */
export function sandboxEnvironment(user: UserEnvironment, { endpoint, accountId, region }: SandboxAddress) {
  const endpoints = ['S3', 'STS', 'IAM', 'DYNAMODB'].map((service) => [`AWS_ENDPOINT_URL_${service}`, endpoint]);
  return {
    ...pick(user, (name) => HARMLESS.test(name)),
    ...AUTOMATION,
    AWS_ENDPOINT_URL: endpoint,
    ...(Object.fromEntries(endpoints) as Record<string, string>),
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    TF_CLI_CONFIG_FILE: '/dev/null',
    NO_PROXY: '*',
  };
}

/** The environment of Terraform for a real account: the user's credentials and network, no `TF_*` that changes what runs. */
export function awsEnvironment(
  user: UserEnvironment,
  { region, pluginCache }: { readonly region: string; readonly pluginCache: string },
): Record<string, string> {
  const kept = pick(
    user,
    (name) =>
      HARMLESS.test(name) ||
      NETWORK.test(name) ||
      TERRAFORM_KEPT.test(name) ||
      (name.startsWith('AWS_') && !name.startsWith('AWS_ENDPOINT_URL')),
  );
  return {
    TF_PLUGIN_CACHE_DIR: pluginCache,
    ...kept,
    ...AUTOMATION,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // Those of a profile, which the check of the variables can't see.
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
  };
}

/** Variables that would send the requests of a real environment somewhere else. */
export function endpointOverrides(user: UserEnvironment): string[] {
  return Object.keys(user).filter((name) => name.startsWith('AWS_ENDPOINT_URL') && user[name]);
}

function pick(user: UserEnvironment, wanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(user).filter((entry): entry is [string, string] => entry[1] !== undefined && wanted(entry[0])),
  );
}
