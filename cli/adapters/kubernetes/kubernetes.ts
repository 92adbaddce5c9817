/** Any object of the Kubernetes API, as it travels. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

/** The parts of an object's metadata that are looked at here. */
export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly uid: string }[];
  readonly managedFields?: readonly { readonly manager?: string; readonly operation?: string }[];
}

/** Names one object. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** @default an object of the whole cluster */
  readonly namespace?: string;
}

/** Names many objects. */
export interface ObjectQuery {
  readonly apiVersion: string;
  readonly kind: string;
  /** @default all namespaces */
  readonly namespace?: string;
  /** `app.kubernetes.io/name=api,track!=old`. @default all */
  readonly labelSelector?: string;
  /** `involvedObject.name=api-0`. @default all */
  readonly fieldSelector?: string;
}

/** How an object is applied on the server's side. */
export interface ApplyOptions {
  readonly fieldManager: string;
  /** Take fields that another manager owns. @default false: a conflict is an error */
  readonly force?: boolean;
  /** Let the server check it without keeping it. @default false */
  readonly dryRun?: boolean;
}

/** How an object is patched. */
export interface PatchOptions {
  /** `merge`: RFC 7396; `json`: RFC 6902, the patch is a list of operations. @default merge */
  readonly type?: 'merge' | 'json';
  readonly subresource?: 'status' | 'scale';
  readonly fieldManager?: string;
}

/** One change that a watch saw. */
export interface WatchEvent<T extends KubernetesObject = KubernetesObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
}

/** Which cluster is spoken to, and how. */
export interface ClusterAccess {
  /** Absolute path of a kubeconfig that kubectl and Helm understand. */
  readonly kubeconfig: string;
  /** Context in it. */
  readonly context: string;
  /** `https://127.0.0.1:41234` */
  readonly server: string;
  readonly source: 'sandbox' | 'eks' | 'context';
  /** Makes the bearer token in this process instead of running the program that the kubeconfig names. @default the kubeconfig's user */
  readonly token?: () => Promise<BearerToken>;
}

/** A bearer token that ends. */
export interface BearerToken {
  readonly token: string;
  readonly expires: Date;
}

/** A Kubernetes API server. Every method throws BacklotError with the server's own message. */
export interface Kubernetes {
  readonly access: ClusterAccess;
  /** The object; undefined when there is none. */
  get<T extends KubernetesObject = KubernetesObject>(reference: ObjectReference): Promise<T | undefined>;
  list<T extends KubernetesObject = KubernetesObject>(query: ObjectQuery): Promise<T[]>;
  /** Server-side apply. Throws `FieldConflict` (names the owner), `NamespaceMissing`, `KindMissing`, `ObjectRejected`. */
  apply<T extends KubernetesObject = KubernetesObject>(object: KubernetesObject, options: ApplyOptions): Promise<T>;
  patch<T extends KubernetesObject = KubernetesObject>(
    reference: ObjectReference,
    patch: unknown,
    options?: PatchOptions,
  ): Promise<T>;
  /** Creates; undefined when it exists already. */
  create<T extends KubernetesObject = KubernetesObject>(object: KubernetesObject): Promise<T | undefined>;
  /** Replaces exactly the version that `metadata.resourceVersion` names; undefined when somebody was faster. */
  replace<T extends KubernetesObject = KubernetesObject>(object: KubernetesObject): Promise<T | undefined>;
  /** Deletes; false when there was none, or when `uid` is given and another object has the name by now. */
  delete(reference: ObjectReference, options?: { readonly orphan?: boolean; readonly uid?: string }): Promise<boolean>;
  /** The objects that exist as ADDED, then every change until the signal; reconnects by itself. */
  watch<T extends KubernetesObject = KubernetesObject>(
    query: ObjectQuery,
    options: { readonly signal: AbortSignal },
  ): AsyncIterable<WatchEvent<T>>;
  /** Whether the server knows the kind: `serves('argoproj.io/v1alpha1', 'Rollout')`. */
  serves(apiVersion: string, kind: string): Promise<boolean>;
  /** `1.35.4` */
  version(): Promise<string>;
}
