import type { S3 } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { copyVersion } from '../s3-versions.js';

const object = { key: 'a b.txt', version: 'null', size: 4, etag: '"098f"' };
const at = { from: 'uploads', to: 'uploads-verify' };

/** An S3 that answers each copy alike, and notes what it was asked. */
function s3(answer: () => object): {
  readonly client: S3;
  readonly asked: Record<string, unknown>[];
  readonly aborted: unknown[];
} {
  const asked: Record<string, unknown>[] = [];
  const aborted: unknown[] = [];
  const copy = async (input: Record<string, unknown>) => {
    asked.push(input);
    return answer();
  };
  const client = {
    copyObject: copy,
    uploadPartCopy: copy,
    createMultipartUpload: async () => ({ UploadId: 'u' }),
    completeMultipartUpload: async () => ({}),
    abortMultipartUpload: async (input: Record<string, unknown>) => aborted.push(input),
  };
  return { client: client as unknown as S3, asked, aborted };
}

function failing(name: string, message: string) {
  return () => {
    throw Object.assign(new Error(message), { name });
  };
}

describe('copying a version that was listed', () => {
  it.each([4, 6 * 1024 ** 3])('takes it only while it still is what was listed (%d bytes)', async (size) => {
    const { client, asked } = s3(() => ({ CopyPartResult: { ETag: '"p"' } }));
    expect(await copyVersion(client, at, { ...object, size })).toBeUndefined();
    expect(asked[0]).toMatchObject({ CopySource: 'uploads/a%20b.txt?versionId=null', CopySourceIfMatch: '"098f"' });
  });

  it('tells of a version that was overwritten while versioning was suspended', async () => {
    const { client } = s3(
      failing('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold'),
    );
    expect(await copyVersion(client, at, object)).toBe(
      `the version 'null' of "a b.txt" in uploads was overwritten since`,
    );
  });

  it.each(['PreconditionFailed', 'InvalidRequest', 'NoSuchVersion', 'ExpiredToken'])(
    'leaves no part of a large one behind (%s)',
    async (name) => {
      const { client, aborted } = s3(failing(name, 'no'));
      await copyVersion(client, at, { ...object, size: 6 * 1024 ** 3 }).catch(() => undefined);
      expect(aborted).toEqual([expect.objectContaining({ UploadId: 'u' })]);
    },
  );

  it.each([
    ['InvalidRequest', 'The object was stored using a form of Server Side Encryption.'],
    ['InvalidObjectState', "The operation is not valid for the object's storage class"],
  ])('names the object that cannot be read (%s)', async (name, message) => {
    const { client } = s3(failing(name, message));
    expect(await copyVersion(client, at, object)).toBe(`"a b.txt" in uploads can't be read: ${message}`);
  });

  it('tells of a version that is gone, and leaves other errors what they are', async () => {
    const gone = s3(failing('NoSuchVersion', 'gone'));
    expect(await copyVersion(gone.client, at, object)).toBe('the version of "a b.txt" in uploads is gone');
    const expired = s3(failing('ExpiredToken', 'expired'));
    await expect(copyVersion(expired.client, at, object)).rejects.toThrow('expired');
  });
});
