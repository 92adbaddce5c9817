import type { Environment } from '../../../environments/model/index.js';
import { awsEndpoint } from '../../adapters/aws/index.js';
import { type Cloud, openCloud } from '../../session/cloud/index.js';

/**
 * The cloud of an environment with the credentials of a profile of `~/.aws/config`: for work on two accounts at once.
 *
 * @throws BacklotError what opening a real account throws.
 */
export async function profileCloud(environment: Environment, profile: string): Promise<Cloud> {
  const cloud = await openCloud(
    environment,
    { start: false },
    {
      env: { ...process.env, AWS_PROFILE: profile },
      identify: async (region) => {
        const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
        const client = new STSClient({ profile, region, maxAttempts: 2, endpoint: awsEndpoint('sts', region) });
        try {
          const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
          return { accountId: Account, arn: Arn };
        } finally {
          client.destroy();
        }
      },
      s3: async (region) => {
        const { S3Client } = await import('@aws-sdk/client-s3');
        return new S3Client({ profile, region, maxAttempts: 3, endpoint: awsEndpoint('s3', region) });
      },
    },
  );
  return { ...cloud, settingsFor: (service) => ({ ...cloud.settingsFor(service), profile }) };
}
