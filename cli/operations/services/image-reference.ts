/** An image that can be pulled. */
export interface ImageReference {
  /** Repository without tag: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/backlot-dev/api`. */
  readonly repository: string;
  /** Empty when there is only a digest. */
  readonly tag: string;
  /** `sha256:…`; empty when there is only a tag. */
  readonly digest: string;
}
