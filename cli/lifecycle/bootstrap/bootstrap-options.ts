import type { OperationOptions } from '../../session/open/operation-options.js';
import type { BootstrapPreview } from './bootstrap-result.js';

/** What a bootstrap can be told. */
export interface BootstrapOptions extends Omit<OperationOptions, 'stacks'> {
  /**
   * Asked before anything is changed, and again in the rare case that the foundation turns out to delete something. Declined:
   * throws BacklotError `Declined`. Not asked when everything exists.
   */
  readonly approve: (preview: BootstrapPreview) => Promise<boolean>;
  /** Where the token and the address of GitHub are read from. @default the variables of this process */
  readonly env?: Readonly<Record<string, string | undefined>>;
}
