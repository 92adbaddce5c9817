import type { AwsLocation } from '../aws-location.js';
import type { PolicyStatement } from '../policy-document.js';
import { statementId } from './statement-id.js';

/** What {@link keyUse} is made from. */
export interface KeyUseOptions {
  /** What the key protects, for the id of the statement. */
  readonly name: string;
  readonly keyArn: string;
  /** Service that calls KMS on behalf of the caller, such as `s3`. */
  readonly through: string;
  readonly actions: readonly ('kms:Decrypt' | 'kms:GenerateDataKey')[];
}

/** Use of a key through one service only: data cannot be decrypted beside it. */
export function keyUse(location: AwsLocation, options: KeyUseOptions): PolicyStatement {
  return {
    sid: statementId(`${options.through}-key-of`, options.name),
    actions: options.actions,
    resources: [options.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${options.through}.${location.region}.amazonaws.com` } },
  };
}
