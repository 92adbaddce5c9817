import { describe, expect, it } from '@jest/globals';
import { copyImage } from '../copy-image.js';
import type { Distribution } from '../distribution.js';
import { type Descriptor, rawManifest } from '../manifest.js';

const digestOf = (number: number) => `sha256:${String(number).repeat(64)}`;
const blobs: Descriptor[] = [1, 2, 3, 4, 5].map((number) => ({
  mediaType: 'application/vnd.oci.image.layer.v1.tar',
  digest: digestOf(number),
  size: 10,
}));
const content = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: blobs[0],
  layers: blobs.slice(1),
});
const manifest = rawManifest(Buffer.from(content), 'application/vnd.oci.image.manifest.v1+json');

/** Two registries, of which the one that is written to refuses a blob. */
function registries(refused: string, blobMs: number) {
  const calls: string[] = [];
  const source = {
    host: 'from',
    manifest: async () => manifest,
    readBlob: async () => new ReadableStream(),
  } as unknown as Distribution;
  const target = {
    host: 'to',
    manifest: async () => undefined,
    hasBlob: async () => false,
    writeBlob: async (_: string, { digest }: Descriptor) => {
      calls.push(`begin ${digest.slice(7, 8)}`);
      if (digest === refused) throw new Error('no room');
      await new Promise((resolve) => setTimeout(resolve, blobMs));
      calls.push(`end ${digest.slice(7, 8)}`);
    },
    writeManifest: async () => void calls.push('manifest'),
  } as unknown as Distribution;
  const ends = { from: { registry: source, repository: 'a' }, to: { registry: target, repository: 'b' } };
  return { calls, options: { ...ends, digest: manifest.digest, tag: '1.0.0', parallelism: 2 } };
}

describe('a copy of an image', () => {
  it('begins no further blob after one that failed, waits for those under way, and writes no manifest', async () => {
    const { calls, options } = registries(digestOf(1), 20);
    await expect(copyImage(options)).rejects.toThrow('no room');
    expect(calls).toEqual(['begin 1', 'begin 2', 'end 2']);
  });

  it('begins nothing more once it is asked to stop', async () => {
    const { calls, options } = registries('', 20);
    const stopping = new AbortController();
    const tell = () => stopping.abort();
    await expect(copyImage({ ...options, signal: stopping.signal, tell })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(calls.filter((call) => call.startsWith('begin'))).toHaveLength(2);
    expect(calls).not.toContain('manifest');
  });

  it('shows nothing of an image when whoever publishes it refuses, and has all of its blobs by then', async () => {
    const { calls, options } = registries('', 0);
    const publishing = async () => {
      throw new Error('the lock is lost');
    };
    await expect(copyImage({ ...options, publishing })).rejects.toThrow('the lock is lost');
    expect(calls.filter((call) => call.startsWith('end'))).toHaveLength(5);
    expect(calls).not.toContain('manifest');
  });
});
