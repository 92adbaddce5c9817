import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import { objectName, type StoredAt } from '../../kernel/stored-json.js';

/** More than any state, record or archive has; what is read is kept in memory. */
const LARGEST = 256 * 1024 ** 2;

/** Refuses an object that is too large to be one of ours, before any of it is read. @throws BacklotError `ObjectTooLarge` */
export function assertReadable(size: number | undefined, at: StoredAt): void {
  if (size === undefined || size <= LARGEST) return;
  throw new BacklotError({
    code: 'ObjectTooLarge',
    message: `${objectName(at)} has ${Math.round(size / 1024 ** 2)} MiB, and what is kept there has at most ${LARGEST / 1024 ** 2}: it is not read`,
    source: 'platform',
    hints: ['somebody may have put it there: look who wrote it last, then put an earlier version back'],
    actions: [shell`aws s3api list-object-versions --bucket ${at.bucket} --prefix ${at.key}`],
    details: { bucket: at.bucket, key: at.key },
  });
}
