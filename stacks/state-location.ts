import { type Environment, fullName } from '../environments/model/index.js';

/** Where the state of a stack is kept. */
export interface StateLocation {
  readonly bucket: string;
  /** One key per environment and stack. */
  readonly key: string;
  readonly region: string;
}

/** State of one stack of an environment; the bucket is made by bootstrap, before any stack. */
export function stateLocation(environment: Environment, stack: string): StateLocation {
  return {
    bucket: stateBucket(environment),
    key: `${environment.id}/${stack}.tfstate`,
    region: environment.aws.region,
  };
}

/** Name of the key of that bucket, behind `alias/`. */
export function stateKeyAlias(environment: Environment): string {
  return `${fullName(environment)}-state`;
}

/** The bucket that holds the state of all stacks of an environment. */
export function stateBucket(environment: Environment): string {
  return `${fullName(environment)}-state-${environment.aws.accountId}`;
}

/** What the key of that bucket is for, as the console shows it. */
export function stateKeyDescription(environment: Environment): string {
  return `States, releases and locks of ${fullName(environment)}`;
}

/** Folders of that bucket in which nothing is written over: records of releases and their archives. */
export function writtenOnce({ id }: Environment): string[] {
  return [`${id}/releases`, `${id}/archives`];
}
