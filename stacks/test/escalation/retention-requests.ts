import type { Environment } from '../../../environments/model/index.js';
import { type ForeignRequest, requestPlace } from './request-place.js';

/**
 * Ways to let go of what is under Object Lock, or to hold to ransom what is not: only of an environment that asks for it, as in
 * any other bucket S3 refuses all of these.
 */
export function retentionRequests(environment: Environment): ForeignRequest[] {
  const asked = environment.foundation.state?.objectLock;
  if (!asked) return [];
  const { all, stateBucket } = requestPlace(environment);
  const of = (object: string) => `${stateBucket}/${environment.id}/${object}`;
  const records = [of('releases/00000001.json'), of('archives/files/x')];
  const [mode, other] = asked.mode === 'governance' ? ['GOVERNANCE', 'COMPLIANCE'] : ['COMPLIANCE', 'GOVERNANCE'];
  const retain = (objects: readonly string[], as: string | undefined, days: number | undefined) =>
    all('state', ['s3:PutObjectRetention'], objects, {
      ...(as ? { 's3:object-lock-mode': as } : {}),
      ...(days === undefined ? {} : { 's3:object-lock-remaining-retention-days': String(days) }),
    });
  return [
    ...retain(records, mode, asked.days - 30),
    ...retain(records, mode, asked.days + 3_650),
    ...retain(records, other, asked.days),
    // None at all: it takes it away.
    ...retain(records, undefined, undefined),
    ...retain([of('network.tfstate'), of('lock.json')], mode, asked.days),
    ...all('state', ['s3:BypassGovernanceRetention', 's3:DeleteObjectVersion', 's3:PutObjectLegalHold'], records),
    ...all('state', ['s3:PutObjectLegalHold'], [of('network.tfstate')]),
  ];
}
