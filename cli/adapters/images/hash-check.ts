import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

/** Passes bytes on and fails at the end when they are not those of the digest. */
export class HashCheck extends Transform {
  private readonly hash = createHash('sha256');

  /** @param wrong makes the error, of the digest that the bytes have. */
  constructor(
    private readonly digest: string,
    private readonly wrong: (actual: string) => Error,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const actual = `sha256:${this.hash.digest('hex')}`;
    done(actual === this.digest ? null : this.wrong(actual));
  }
}
