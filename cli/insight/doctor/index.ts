import { type Progress, silent, step } from '../../kernel/progress.js';
import type { Check, DoctorReport } from './check.js';
import { checkAwsCredentials } from './checks/aws-credentials.js';
import { checkCluster } from './checks/cluster.js';
import { checkClusterTools } from './checks/cluster-tools.js';
import { checkDatabases } from './checks/databases.js';
import { checkEmulator } from './checks/emulator.js';
import { checkFolders } from './checks/folders.js';
import { checkGo } from './checks/go.js';
import { checkOptionalTools } from './checks/optional-tools.js';
import { checkNode } from './checks/runtime.js';
import { checkTerraform } from './checks/terraform.js';

export type { Check, CheckStatus, DoctorReport } from './check.js';

/** What looks; each answers for one or more things. */
export type Examination = () => Check | Check[] | Promise<Check | Check[]>;

/** In the order in which they are shown. */
const EXAMINATIONS: Readonly<Record<string, Examination>> = {
  node: () => checkNode(),
  terraform: checkTerraform,
  go: checkGo,
  emulator: checkEmulator,
  databases: checkDatabases,
  'cluster-tools': checkClusterTools,
  cluster: checkCluster,
  folders: () => checkFolders(),
  'optional-tools': checkOptionalTools,
  'aws-credentials': () => checkAwsCredentials(),
};

/** What `runDoctor` can be told. */
export interface DoctorOptions {
  /** @default silent */
  readonly progress?: Progress;
  /** @default all of them */
  readonly examinations?: Readonly<Record<string, Examination>>;
}

/**
 * Looks at what this machine has of all that this project uses. Starts, installs and calls nothing; an examination
 * that fails is itself reported as missing.
 */
export async function runDoctor(options: DoctorOptions = {}): Promise<DoctorReport> {
  const { progress = silent, examinations = EXAMINATIONS } = options;
  const all = Object.entries(examinations);
  const look = () => Promise.all(all.map(([id, examine]) => examined(id, examine)));
  const checks = (await step(progress, { id: 'doctor', title: 'this machine' }, look)).flat();
  return { ok: checks.every(({ status }) => status !== 'missing'), checks };
}

async function examined(id: string, examine: Examination): Promise<Check | Check[]> {
  try {
    return await examine();
  } catch (error) {
    const detail = `could not be examined: ${error instanceof Error ? error.message : String(error)}`;
    return { id, title: id, status: 'missing', detail };
  }
}
