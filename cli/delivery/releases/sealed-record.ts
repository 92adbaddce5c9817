import { createHash } from 'node:crypto';
import { z } from 'zod';
import { foreignJson } from '../../kernel/stored-json.js';

/** A signature by the key of the environment. */
export interface RecordSignature {
  /** ARN of the key. */
  readonly key: string;
  readonly algorithm: 'ECDSA_SHA_256';
  /** DER, base64. */
  readonly value: string;
}

const shape = z.object({ key: z.string(), algorithm: z.string(), value: z.string() });
const UNREADABLE: RecordSignature = { key: '', algorithm: 'ECDSA_SHA_256', value: '' };

/** What a signature stands under: the text, and where it is kept, so that it holds for no other object. */
export interface SignedText {
  readonly text: string;
  readonly signature: RecordSignature;
}

/** The hash that the next record names: over exactly the bytes that are stored. */
export function recordHash(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/** The text of a record that is signed. */
export function openText(record: object): string {
  return JSON.stringify(record, undefined, 2).slice(0, -2);
}

/** What is signed of a text that is kept under a key of the bucket; KMS gets its SHA-256. */
export function signedMessage(objectKey: string, text: string): Buffer {
  return Buffer.from(`ledger record 1\n${objectKey}\n${text}`);
}

/** The bytes of a record, closed with a hash of all that is before it: also the newest, which no record follows, shows a change. */
export function writeRecord(record: object, signature?: RecordSignature): string {
  const text = openText(record);
  const open = signature ? `${text},\n  "signature": ${JSON.stringify(signature)}` : text;
  return `${open},\n  "seal": "${recordHash(open)}"\n}\n`;
}

/** The record of stored bytes; undefined when they are not exactly what {@link writeRecord} gave. */
export function readRecord<T extends object>(body: string): T | undefined {
  const open = unsealed(body);
  // A seal without a key says only that the bytes belong together: anybody can make one around anything.
  const { value } = foreignJson(open === undefined ? '' : `${open}\n}`);
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as T) : undefined;
}

/** The signature in stored bytes, with the text that it is over; undefined when they have none. */
export function readSignature(body: string): SignedText | undefined {
  const found = /^(?<text>[\s\S]*),\n {2}"signature": (?<signature>\{[^\n]*\})$/.exec(unsealed(body) ?? '')?.groups;
  if (!found?.text || !found.signature) return undefined;
  const { value } = foreignJson(found.signature);
  const signature = shape.safeParse(value);
  // One that can't be read is one all the same: of no key, so that it is told from a record that nobody signed.
  return { text: found.text, signature: signature.success ? (signature.data as RecordSignature) : UNREADABLE };
}

function unsealed(body: string): string | undefined {
  const sealed = /^(?<open>[\s\S]*),\n {2}"seal": "(?<seal>[0-9a-f]{64})"\n\}\n$/.exec(body)?.groups;
  return sealed?.open && recordHash(sealed.open) === sealed.seal ? sealed.open : undefined;
}
