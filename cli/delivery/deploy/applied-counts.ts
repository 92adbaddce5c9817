import type { TerraformEvent } from '../../adapters/terraform/index.js';
import type { ChangeCounts } from '../plan/plan-result.js';

/** Counts what an apply has really done, from what Terraform tells. */
export class AppliedCounts {
  private readonly done = new Map<string, Set<string>>();

  /** Takes in an event; true when it finished something. */
  see(event: TerraformEvent): boolean {
    if (event.type !== 'completed' || event.action === 'read') return false;
    const actions = this.done.get(event.address) ?? new Set();
    this.done.set(event.address, actions.add(event.action));
    return true;
  }

  /** Number of resources that were touched. */
  get resources(): number {
    return this.done.size;
  }

  /** A resource that was both deleted and created was replaced. */
  get counts(): ChangeCounts {
    const all = [...this.done.values()];
    const count = (wanted: (actions: Set<string>) => boolean) => all.filter(wanted).length;
    const replaced = (actions: Set<string>) => actions.has('delete') && actions.has('create');
    return {
      add: count((actions) => actions.has('create') && !replaced(actions)),
      change: count((actions) => actions.has('update')),
      replace: count(replaced),
      destroy: count((actions) => actions.has('delete') && !replaced(actions)),
    };
  }
}
