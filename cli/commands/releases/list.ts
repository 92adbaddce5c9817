import { Flags } from '@oclif/core';
import { EnvironmentCommand } from '../../base-command/index.js';
import type { ReleaseRecord } from '../../delivery/releases/index.js';
import { releasesTable } from '../../terminal/releases/releases-table.js';

/** What `releases list --json` prints. */
export interface ReleasesResult {
  readonly environment: string;
  /** Newest first; values of services are left out, `releases show` has them. */
  readonly releases: readonly ReleaseRecord[];
}

/** Tells what was deployed, newest first. */
export default class ReleasesList extends EnvironmentCommand<ReleasesResult> {
  static override summary = 'Tell what was deployed, rolled back and proven, newest first.';
  static override examples = ['<%= config.bin %> releases list prod', '<%= config.bin %> releases list prod --limit 5'];
  static override flags = {
    limit: Flags.integer({ min: 1, default: 20, env: 'BACKLOT_LIMIT', description: 'How many, at most.' }),
  };

  async run(): Promise<ReleasesResult> {
    const { args, flags } = await this.parse(ReleasesList);
    const environment = await this.environment(args.environment);
    const entries = await this.operations.listReleases(environment, { progress: this.view, limit: flags.limit });
    const records = entries.map(({ record }) => record);
    const options = { width: this.tableWidth, paint: this.paint(), now: new Date() };
    this.print(records.length > 0 ? releasesTable(records, options) : `'${environment.id}' has no release yet.`);
    return { environment: environment.id, releases: records.map(withoutValues) };
  }
}

function withoutValues({ observability, services, ...record }: ReleaseRecord): ReleaseRecord {
  const { values: _, ...watched } = observability ?? { status: '' };
  return {
    ...record,
    services: services.map(({ values: __, ...service }) => service),
    ...(observability ? { observability: watched } : {}),
  };
}
