/**
 * A resource's attributes as handlers see them: plain JSON-like values under Terraform's names, nothing unknown in it.
 * Loosely typed on purpose: their form is checked against the schema of the type and the shapes of the AWS SDK at run
 * time, which no hand-written type would match.
 */
// biome-ignore lint/suspicious/noExplicitAny: see above; expires 2027-12-31
export type Attributes = Record<string, any>;

/** What an AWS operation takes or answers, in the API's own names. */
// biome-ignore lint/suspicious/noExplicitAny: the SDK's own types of 25 services would have to be loaded; expires 2027-12-31
export type ApiObject = Record<string, any>;

/**
 * A value with `{attribute}` placeholders, at any depth: `['{id}']`, `{ Name: 'vpc-id', Values: ['{vpc_id}'] }`.
 * A string that is one placeholder takes the attribute's value as it is, also when that is a list or a number; members
 * whose attribute is null are left out. Also known: `{region}`, `{account}`, `{partition}`, `{domain}` and `{hash}`.
 * `{block.0.attribute}` reaches into a block.
 */
export type Template = string | number | boolean | readonly Template[] | { readonly [member: string]: Template };

/** Where in an answer something stands: `Vpc.VpcId`, `Vpcs.0`, `Rules[RuleId={id}]` (the element whose member is that). */
export type Path = string;

/** What a handler's functions may use. */
export interface Context {
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  /** Where Terraform runs: relative file names are found from here. */
  readonly folder: string;
  /** The configuration of this apply: the only place where write-only arguments are. Empty while reading. */
  readonly config: Attributes;
  /** State before an update or a deletion; empty at creation. */
  readonly prior: Attributes;
  /** Names of the top-level attributes that differ from `prior`. */
  readonly changed: ReadonlySet<string>;
  /**
   * Sends one request, retried on throttling. `DescribeVpcs` goes to the handler's service, `kms:DescribeKey` to another.
   * @throws ApiError
   */
  call(operation: string, input: ApiObject): Promise<ApiObject>;
  /** Like `call`, but undefined when what is asked for does not exist. */
  find(operation: string, input: ApiObject): Promise<ApiObject | undefined>;
  /** Asks until the answer is not undefined; fails at the deadline, or when the run is interrupted. */
  poll<T>(what: string, probe: () => Promise<T | undefined>): Promise<T>;
}

/** One API call, its input made from the attributes by their names; see `names` for where those differ. */
export interface Call {
  /** Operation: `CreateVpc`, or `kms:CreateKey` for another service than the handler's. */
  readonly call: string;
  /**
   * Which attributes go into the input: everything that is set, what has changed, the named ones, or none.
   * @default 'all' for create, 'changed' for update, 'none' for delete
   */
  readonly send?: 'all' | 'changed' | 'none' | readonly string[];
  /** Member of the input that takes the attributes. @default the input itself */
  readonly at?: string;
  /** Put over what `send` made, after `key`. @default nothing */
  readonly input?: { readonly [member: string]: Template } | ((state: Attributes, context: Context) => ApiObject);
  /** Runs only when one of these has changed (update), or is set (create, after the first call). @default what it sends */
  readonly when?: readonly string[];
}

/** For what calls cannot say. */
export interface Action {
  /** Attributes whose change (update) or presence (create, after the first) makes it run. @default always */
  readonly when?: readonly string[];
  /** May return attributes to put into the state, such as the id. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most actions return nothing at all; expires 2027-12-31
  readonly run: (state: Attributes, context: Context) => Promise<Attributes | undefined | void>;
}

export type Step = Call | Action;

/** How to see what exists. The first one of a handler decides whether the resource exists. */
export interface ReadCall {
  readonly call: string;
  /** The described object in the answer; the resource is gone when there is none. @default the answer itself */
  readonly at?: Path;
  /** Put over the handler's `key`. @default nothing */
  readonly input?: { readonly [member: string]: Template } | ((state: Attributes, context: Context) => ApiObject);
  /** Only these attributes are taken from it. @default all that the described object has a member for */
  readonly only?: readonly string[];
  /** Attributes that are not simply members: put over what was taken by name. Undefined leaves the state's value. */
  readonly set?: (described: ApiObject, state: Attributes, context: Context) => Attributes;
  /** Skip it when false. @default always asked */
  readonly when?: (state: Attributes) => boolean;
}

/** For what calls cannot say: returns the attributes, or undefined when the resource is gone. */
export interface ReadAction {
  readonly run: (state: Attributes, context: Context) => Promise<Attributes | undefined>;
}

/**
 * How one attribute's name or value differs from the API's.
 * A string is the member's name, or a path to it (`Endpoint.Address`); null means: no member has to do with it.
 */
export type FieldRule =
  | string
  | null
  | {
      /** @default found by name */
      readonly name?: string;
      readonly to?: (value: Attributes[string], state: Attributes) => ApiObject[string];
      readonly from?: (value: ApiObject[string], described: ApiObject) => Attributes[string];
    };

/** Path in the described object → value or values that it must have. */
export type Condition =
  | { readonly [path: Path]: string | number | boolean | readonly (string | number | boolean)[] }
  | ((described: ApiObject) => boolean);

/**
 * When two spellings mean the same. JSON documents (with IAM's singletons and orderings) are compared by meaning anyway.
 */
export type Equality =
  | 'ignore-case'
  | 'any-order'
  | 'ignore-trailing-dot'
  | ((left: Attributes[string], right: Attributes[string]) => boolean);

/** How tags are read and written where the described object and the creating call do not carry them. */
export interface Tagging {
  /** Put into the creating call. @default by the input's own `Tags` member, when it has one */
  readonly create?: (tags: Readonly<Record<string, string>>, state: Attributes) => ApiObject;
  /** @default from the described object's `Tags` member, when it has one */
  readonly read?: (state: Attributes, context: Context, described: ApiObject) => Promise<Record<string, string>>;
  readonly write: (
    change: {
      readonly all: Readonly<Record<string, string>>;
      readonly set: Readonly<Record<string, string>>;
      readonly remove: readonly string[];
    },
    state: Attributes,
    context: Context,
  ) => Promise<void>;
}

/** One resource type on the shared engine. Every attribute path is dotted and without indices: `rule.filter.prefix`. */
export interface Handler {
  readonly type: string;
  /** Key of the service in `provider/client/services.ts`: `ec2`. */
  readonly service: string;

  /** What `id` is made of, when creation does not tell it: `{bucket}`, `{role}:{name}`. Import reads it backwards. */
  readonly id?: string;
  /** Attributes that the first creating call's answer tells: `{ id: 'Vpc.VpcId' }`. */
  readonly created?: { readonly [attribute: string]: Path };
  /** Form of the import id when it is not that of `id`. @default `id`, else `{id}` */
  readonly importId?: string;
  /** Members that name the resource in the calls that read, update and delete: `{ VpcId: '{id}' }`; `VpcIds` follows. */
  readonly key?: { readonly [member: string]: Template };
  /** What the API puts before its names: with `DBInstance`, `arn` is found as `DBInstanceArn`. @default nothing */
  readonly prefix?: string;

  readonly create: Step | readonly Step[];
  readonly read: ReadCall | ReadAction | readonly (ReadCall | ReadAction)[];
  /** An attribute that no step takes is replaced for. @default none: every change replaces */
  readonly update?: readonly Step[];
  /** An empty list: nothing to delete (settings that have no off state). */
  readonly delete: Step | readonly Step[];

  /** Where names or values differ from the API's. */
  readonly names?: { readonly [attribute: string]: FieldRule };
  /** Values of arguments that are not configured. */
  readonly defaults?: { readonly [attribute: string]: Attributes[string] };
  /** Replace for these even though an update step would take them. */
  readonly immutable?: readonly string[];
  /** Attributes to replace for on conditions that `immutable` cannot say. */
  readonly replaceWhen?: (planned: Attributes, prior: Attributes) => readonly string[];
  /** Arguments that only tell the provider what to do (`force_destroy`): stored, never sent, never read. */
  readonly local?: readonly string[];
  /** Arguments and blocks that AWS fills in when they are not configured, although the schema does not say so. */
  readonly optionalComputed?: readonly string[];
  /** Attributes that any update changes, or (by name) those that an update of the listed ones changes. */
  readonly recomputed?: readonly string[] | { readonly [attribute: string]: readonly string[] };
  /** Attributes that are made rather than read: `{ arn: 'arn:{partition}:ec2:{region}:{account}:vpc/{id}' }`. */
  readonly computed?: {
    readonly [attribute: string]: Template | ((state: Attributes, context: Context) => Attributes[string]);
  };
  readonly equal?: { readonly [attribute: string]: Equality };
  /** @default by the service; see `tagging/` */
  readonly tags?: Tagging;
  /** Adjusts the plan in place: values may be the unknown marker. */
  readonly plan?: (planned: Attributes, config: Attributes, prior: Attributes | undefined) => void;

  /** After creation and update, waited for. Looked at in what the first read describes. */
  readonly ready?: Condition;
  /** Ends the waiting with an error. */
  readonly failed?: Condition;
  /** A described object that counts as gone: `{ State: 'deleted' }`. */
  readonly gone?: Condition;
  /** Further error codes that mean "there is none"; those that contain NotFound or NoSuch are known. */
  readonly notFound?: readonly string[];
  /** Error codes, or parts of messages, that a creation may be answered with until other resources have settled. */
  readonly retryOn?: readonly string[];

  /** Arguments that the emulator ignores or loses, with the reason: kept from the state, listed by coverage. */
  readonly recordedAttributes?: { readonly [attribute: string]: string };
  /** Set by `recorded()`: the emulator has no such thing, the resource lives in the state only. */
  readonly recorded?: string;
}

/** Names a handler; checks at compile time that it has all its parts. */
export function handler(definition: Handler): Handler {
  return definition;
}

/** What a resource that the emulator cannot make is described by. */
export interface RecordedProps
  extends Partial<
    Pick<Handler, 'id' | 'importId' | 'defaults' | 'immutable' | 'optionalComputed' | 'computed' | 'equal'>
  > {
  readonly type: string;
  /** Why it is only recorded: shown by `backlot sandbox coverage`. */
  readonly reason: string;
}

/**
 * A resource that the emulator has no API for: plan, state, update and replacement work, nothing else sees it.
 * Computed attributes without a rule are null; `{hash}` gives them something stable.
 */
export function recorded(props: RecordedProps): Handler {
  const { reason, ...rest } = props;
  return {
    id: '{hash}',
    ...rest,
    service: 'none',
    recorded: reason,
    create: { run: async () => undefined },
    read: { run: async (state) => state },
    delete: [],
  };
}
