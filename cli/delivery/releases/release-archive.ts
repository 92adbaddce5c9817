import type { Environment } from '../../../environments/model/index.js';

/** A file beside a stack's configuration, such as the code of a function. Its bytes are an object of their own. */
export interface ArchivedFile {
  /** Relative to the stack's folder. */
  readonly path: string;
  readonly sha256: string;
}

/** One stack as it was applied. */
export interface ArchivedStack {
  readonly id: string;
  readonly dependsOn: readonly string[];
  /** The text of `cdk.tf.json`. */
  readonly config: string;
  readonly files: readonly ArchivedFile[];
  /** Its outputs afterwards; sensitive ones are left out. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** An object of the cluster as it was applied. */
export interface ArchivedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** A chart, whole. */
export interface ArchivedChart {
  /** `service-1.0.0` */
  readonly id: string;
  /** Text by path, as Helm reads it. */
  readonly files: Readonly<Record<string, string>>;
}

/** Addresses that hold for the machine and the moment; a rollback puts today's in their place. */
export interface ArchivedAddresses {
  readonly prometheus?: string;
  /** Of the AWS emulator. @default the real AWS */
  readonly awsEndpoint?: string;
}

/** All that a rollback needs to apply a release again without its checkout. It holds no secret. */
export interface ReleaseArchive {
  readonly format: 1;
  readonly environment: Environment;
  /** As they were applied last, by this release or one before; upstream first. */
  readonly stacks: readonly ArchivedStack[];
  /** @default it was never applied */
  readonly baseline?: readonly ArchivedObject[];
  /** By SHA-256 of their content, which the services of the record name. */
  readonly charts: Readonly<Record<string, ArchivedChart>>;
  readonly addresses: ArchivedAddresses;
}
