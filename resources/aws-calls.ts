/** What an operation of an AWS API takes and answers, in the API's own names. */
// biome-ignore lint/suspicious/noExplicitAny: the types of 20 services' SDKs would have to be loaded; expires 2027-12-31
export type ApiObject = Record<string, any>;

/** What a call of {@link AwsCalls} may carry. */
export interface CallOptions {
  /** @default the environment's */
  readonly region?: string;
}

/** Reads of the cloud by name: `ec2:DescribeVpcs`. Answers of many pages come as one, their lists joined. */
export interface AwsCalls {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  /** The answer; undefined when what is asked for does not exist. @throws BacklotError `LookupFailed` */
  ask(operation: string, input: ApiObject, options?: CallOptions): Promise<ApiObject | undefined>;
}
