/** The half of a key that everybody may know. */
export interface PublicHalf {
  /** ARN of the key. */
  readonly arn: string;
  /** DER of the SubjectPublicKeyInfo, base64. */
  readonly publicKey: string;
}

/** The key that signs releases; its private half never leaves KMS. */
export interface SigningKey {
  /**
   * The public half of the key that the environment has now; undefined when it has none.
   *
   * @throws BacklotError `LedgerKeyDenied`, `LedgerKeyUnreachable`
   */
  current(): Promise<PublicHalf | undefined>;
  /** Whether there is a key of this ARN. @throws as {@link current} */
  exists(arn: string): Promise<boolean>;
  /**
   * Signs a message by ECDSA on P-256 with SHA-256.
   *
   * @returns the signature, DER in base64
   * @throws BacklotError `LedgerKeyUnusable`, and as {@link current}
   */
  sign(arn: string, message: Uint8Array): Promise<string>;
}
