/** Asks S3 for percent-encoded keys: XML can hold neither control characters nor a lone carriage return. */
export const ENCODED = { EncodingType: 'url' } as const;

/** As much of a list's answer as tells how its keys are written. */
interface KeyPage {
  readonly EncodingType?: string | undefined;
}

/**
 * A key as it is, of a list that was asked for with {@link ENCODED}. What doesn't say that it is encoded is left alone.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function decodedKey(page: KeyPage, key: string): string;
export function decodedKey(page: KeyPage, key: string | undefined): string | undefined;
export function decodedKey({ EncodingType }: KeyPage, key: string | undefined): string | undefined {
  // S3 writes a space as a plus, and a plus as %2B.
  return EncodingType === 'url' ? key && decodeURIComponent(key.replaceAll('+', ' ')) : key;
}

/** Whether the XML of a request can hold a key: one that it can't is named in an address instead. */
export function fitsXml(key: string): boolean {
  return !UNWRITABLE.test(key);
}

/** What XML 1.0 forbids, and the line ends that its readers change: https://www.w3.org/TR/xml/#charsets */
const UNWRITABLE = /[^\t\n\u0020-\ufffd]/;
