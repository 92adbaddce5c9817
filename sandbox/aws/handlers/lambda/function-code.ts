import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { ApiObject, Attributes } from '../contract.js';

/** Arguments that say what the code is; a change of any of them uploads it. */
export const CODE: readonly string[] = [
  ...['architectures', 'filename', 'image_uri', 's3_bucket', 's3_key', 's3_object_version'],
  ...['source_code_hash', 'source_kms_key_arn'],
];

/**
 * Where the code comes from, as `CreateFunction` and `UpdateFunctionCode` take it: a file, an object or an image.
 *
 * @throws BacklotError `UnreadableFile` when the file is not there.
 */
export function codeMembers(state: Attributes, folder: string): ApiObject {
  const members = {
    ZipFile: state.filename ? readArchive(folder, state.filename) : undefined,
    ImageUri: state.image_uri,
    S3Bucket: state.s3_bucket,
    S3Key: state.s3_key,
    S3ObjectVersion: state.s3_object_version,
    SourceKMSKeyArn: state.source_kms_key_arn,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value));
}

function readArchive(folder: string, filename: string): Uint8Array {
  const path = resolve(folder, filename);
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new BacklotError({
      code: 'UnreadableFile',
      message: `filename: ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      cause,
    });
  }
}
