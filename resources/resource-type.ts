import type { Attachments } from './attachments.js';
import type { Finder } from './finder.js';

/** What keeps data, as its backups see it. */
export type StoreKind = 'rds' | 'aurora' | 'documentdb' | 'dynamodb' | 'elasticache' | 's3' | 'efs' | 'cluster-objects';

/**
 * Data in resources of a type that no apply brings back. No operation deletes, replaces or cuts them short without being
 * told so by name. Queues hold none: what waits in them is in flight, and no backup has it.
 */
export interface HeldData {
  /** Ends the sentence "deleting it loses …". */
  readonly lost: string;
  /** Section of the environment's file that resources of the type come from. */
  readonly section: string;
  /** How their logical ids begin or end. @default as they are called in the file */
  readonly affix?: RegExp;
  /** Whether the file takes `renamedFrom` for them. @default false */
  readonly renamable?: true;
  /**
   * A store that nobody can look into from outside of its network, and that is taken to hold data: what it is called, and
   * what is in it. @default `cli/delivery/losses/stores` has how to look
   */
  readonly unseen?: { readonly label: string; readonly words: string };
}

/** How resources of a type are backed up. */
export interface BackedUp {
  readonly kind: StoreKind;
  /** Attribute that says what the service calls it. */
  readonly identifiedBy: string;
  /** Whether a backup set has a copy that outlives the resource. @default false */
  readonly outlives?: true;
  /** Attribute that is set on copies of another one, which hold nothing of their own. @default there are no such copies */
  readonly copyOf?: string;
}

/** What is known of one Terraform type, but for how the sandbox makes it: that is its handler's. */
export interface ResourceType {
  readonly type: string;
  /** @default it holds no data */
  readonly holds?: HeldData;
  /** @default it isn't backed up */
  readonly backup?: BackedUp;
  /**
   * Attribute that names the version of its engine, which AWS upgrades in place and never downgrades.
   *
   * @default it has no engine
   *
   * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html,
   * https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html,
   * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.html
   */
  readonly version?: string;
  /**
   * Attributes that AWS takes only when it is made, and that the provider plans to set later all the same: such an apply
   * fails, and every one after it. @default none
   */
  readonly chosenAtCreation?: readonly string[];
  /** What can be attached to it that no plan sees, or why nothing can. @default no stack makes one, so nobody looks */
  readonly beside?: Attachments;
  /** How one is found that a killed run left outside the state. @default no stack makes one */
  readonly find?: Finder;
  /**
   * Whether it hangs on something else and has no owner of its own: it is as much ours as that is. Made again, it is what it
   * was, or refused by AWS. @default false
   */
  readonly hangs?: true;
  /** Whether AWS lets it exist twice under one name: another one can be made beside it. @default false */
  readonly repeatable?: true;
  /** Whether somebody else may have the name that ours wants although it is {@link repeatable}. @default false */
  readonly wanted?: true;
}

/** What is known of a type that holds data; the result knows which type that is, for tables that must have a line for each. */
export function resource<const Held extends HeldData>(
  facts: ResourceType & { readonly holds: Held },
): ResourceType & { readonly holds: Held };
/** What is known of any other type. */
export function resource(
  facts: ResourceType & { readonly holds?: undefined },
): ResourceType & { readonly holds?: undefined };
export function resource(facts: ResourceType): ResourceType {
  return facts;
}
