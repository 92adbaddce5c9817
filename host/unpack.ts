import { gunzipSync } from 'node:zlib';
import { BacklotError } from '../modules/values/backlot-error.js';

/** What unpacks to more than this is no archive of ours: a state bucket's largest are some megabytes. */
export const LARGEST_UNPACKED = 256 * 1024 ** 2;

/** How something is unpacked. */
export interface UnpackOptions {
  /** What holds it, as a person finds it again: `s3://bucket/key`. */
  readonly source: string;
  /** Most bytes that it may unpack to. @default {@link LARGEST_UNPACKED} */
  readonly limit?: number;
}

/**
 * The content of gzipped bytes, which come from outside: never more than the limit, however small they are packed.
 *
 * @throws BacklotError `UnpackedTooLarge`, `NotUnpackable` for bytes that are no gzip, or cut off
 */
export function unpack(bytes: Uint8Array, { source, limit = LARGEST_UNPACKED }: UnpackOptions): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: limit });
  } catch (cause) {
    const large = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw large ? tooLarge(source, limit, cause) : notUnpackable(source, cause);
  }
}

function tooLarge(source: string, limit: number, cause?: unknown): BacklotError {
  return new BacklotError({
    code: 'UnpackedTooLarge',
    message: `${source} unpacks to more than ${Math.round(limit / 1024 ** 2)} MiB: nothing of it is used`,
    source: 'platform',
    hints: ['somebody may have put it there: look who wrote it last'],
    details: { in: source, limit },
    cause,
  });
}

function notUnpackable(source: string, cause: unknown): BacklotError {
  return new BacklotError({
    code: 'NotUnpackable',
    message: `${source} cannot be unpacked: ${(cause as Error).message}`,
    source: 'platform',
    hints: ['it was cut off, or is not what was written: put an earlier version back (aws s3api list-object-versions)'],
    details: { in: source },
    cause,
  });
}
