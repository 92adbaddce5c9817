import type { BackupSet, StoreBackup } from './backup-set.js';
import type { BackupCatalog, SoundEntry } from './catalog.js';

/** Keeps the manifest of a set that is being made up to date; writes of several stores come one after the other. */
export class ManifestWriter {
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly catalog: BackupCatalog,
    private entry: SoundEntry,
  ) {}

  get set(): BackupSet {
    return this.entry.set;
  }

  /** Changes one store of the set. */
  store(name: string, change: Partial<StoreBackup>): Promise<void> {
    return this.write((set) => ({
      ...set,
      stores: set.stores.map((each) => (each.name === name ? { ...each, ...change } : each)),
    }));
  }

  /** Changes the set itself. */
  write(change: (set: BackupSet) => BackupSet): Promise<void> {
    const next = this.writing.then(async () => {
      this.entry = await this.catalog.replace(this.entry, change(this.entry.set));
    });
    this.writing = next.catch(() => undefined); // thrown to whoever wrote
    return next;
  }
}
