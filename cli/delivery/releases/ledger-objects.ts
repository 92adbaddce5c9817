import type { ConditionalObjects, ObjectLock } from '../../adapters/aws/index.js';

/** A record as it is stored, whatever it says. */
export interface StoredRecord {
  readonly number: number;
  readonly key: string;
  readonly body: string;
  /** What keeps it from being deleted. @default nothing */
  readonly lock?: ObjectLock;
}

/** Where the objects of a ledger are. */
export interface LedgerObjectsProps {
  readonly objects: ConditionalObjects;
  readonly bucket: string;
  readonly environment: string;
}

/** The objects that the records of an environment are kept in: one each, named by its number, beside the states. */
export class LedgerObjects {
  constructor(private readonly props: LedgerObjectsProps) {}

  /** The key of the object of a release. */
  key(number: number): string {
    return `${this.props.environment}/releases/${String(number).padStart(8, '0')}.json`;
  }

  /** Numbers of all that there are, lowest first. */
  async numbers(): Promise<number[]> {
    const { bucket, environment, objects } = this.props;
    const keys = await objects.keys(bucket, `${environment}/releases/`);
    return keys.flatMap((key) => {
      // What lies in a folder below is no record.
      const digits = /\/releases\/(\d{8})\.json$/.exec(key)?.[1];
      return digits === undefined ? [] : [Number(digits)];
    });
  }

  /** What is stored under a number; empty text for nothing. */
  async read(number: number): Promise<StoredRecord> {
    const { bucket, objects } = this.props;
    const { body = '', lock } = (await objects.read({ bucket, key: this.key(number) })) ?? {};
    return { number, key: this.key(number), body, ...(lock ? { lock } : {}) };
  }

  /** Takes a number for a record. @returns false when somebody else has it */
  async add(number: number, body: string): Promise<boolean> {
    const { bucket, objects } = this.props;
    return Boolean(await objects.put({ bucket, key: this.key(number) }, body, 'absent'));
  }
}
