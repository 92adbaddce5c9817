import type { Environment } from '../environments/model/index.js';
import { AwsLocation } from '../modules/aws-location.js';
import { UNFINISHED_UPLOAD_DAYS } from '../modules/bucket-lifecycle.js';
import { accountDecides } from '../modules/key-grants.js';
import { policyDocument } from '../modules/policy-document.js';
import { STATE_HISTORY, STATE_KEY_WINDOW } from '../modules/state-retention.js';
import { tlsOnly } from '../modules/tls-only.js';
import { writeOnce } from '../modules/write-once.js';
import { stackTags } from './stack-tags.js';
import { stateBucket, stateKeyAlias, stateKeyDescription, writtenOnce } from './state-location.js';
import { ledgerRetention } from './state-object-lock.js';

/** How the state bucket and its key are to be: word for word what the foundation stack declares. */
export interface StateBucketSpec {
  readonly bucket: string;
  readonly region: string;
  readonly accountId: string;
  /** `alias/` included. */
  readonly alias: string;
  readonly description: string;
  /** JSON. */
  readonly keyPolicy: string;
  /** JSON. */
  readonly bucketPolicy: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Days for which earlier versions are kept. */
  readonly historyDays: number;
  /** Days after which an unfinished upload is cleared. */
  readonly uploadDays: number;
  /** Days in which the deletion of the key can be taken back. */
  readonly keyWindowDays: number;
  /** Whether objects in it can be kept from being deleted. @default nobody asks for it */
  readonly objectLock?: boolean;
}

/** The state bucket of an environment. */
export function stateBucketSpec(environment: Environment): StateBucketSpec {
  const { accountId, region } = environment.aws;
  const location = new AwsLocation(accountId, region);
  const bucket = stateBucket(environment);
  const bucketArn = location.arn({ service: 's3', region: '', account: '', resource: bucket });
  return {
    bucket,
    region,
    accountId,
    alias: `alias/${stateKeyAlias(environment)}`,
    description: stateKeyDescription(environment),
    keyPolicy: policyDocument([accountDecides(location)]),
    bucketPolicy: policyDocument([tlsOnly(bucketArn), writeOnce(bucketArn, writtenOnce(environment))]),
    tags: stackTags(environment, 'foundation'),
    historyDays: STATE_HISTORY.toDays(),
    uploadDays: UNFINISHED_UPLOAD_DAYS,
    keyWindowDays: STATE_KEY_WINDOW.toDays(),
    ...(ledgerRetention(environment) ? { objectLock: true } : {}),
  };
}
