import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { environmentsFolder } from '../../../../environments/model/find-environments.js';
import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { again } from '../../../kernel/command-line.js';
import { silent } from '../../../kernel/progress.js';
import { realTooling } from '../../../session/open/tooling.js';
import type { AdoptedEdit, AdoptResult, DriftResult } from '../drift-result.js';
import { type DriftOptions, findDrift } from '../find-drift.js';
import { lineDiff } from './line-diff.js';
import { searchEdits } from './search-edits.js';
import { Trial } from './trial.js';
import { unadoptable, wantedAttributes } from './wanted-attributes.js';

/** What adopting can be told. */
export interface AdoptOptions extends DriftOptions {
  /** Folder that holds `environments/`. @default the nearest one above the working folder */
  readonly root?: string;
  /** Asked before the file is written, with what was found. Declined: throws BacklotError `Declined`. */
  readonly approve: (found: AdoptResult) => Promise<boolean>;
}

/**
 * Makes the declaration follow the world: finds the keys of the environment's file that lead to what was changed outside,
 * and writes them there. An edit is taken only when the synthesized stacks become exactly what the world holds and
 * nothing else, and a plan then shows no change. The cloud isn't touched.
 *
 * @throws BacklotError `Declined`, and what {@link findDrift} throws.
 */
export async function adoptDrift(environment: Environment, options: AdoptOptions): Promise<AdoptResult> {
  const { progress = silent, root } = options;
  const drift = await findDrift(environment, { ...options, maxAgeMs: undefined });
  const wanted = wantedAttributes(drift);
  const refused = [...unadoptable(drift)];
  const folder = environmentsFolder(root === undefined ? {} : { root });
  const file = join(folder, `${environment.id}.yaml`);
  const shown = relative(dirname(folder), file);
  const text = await readFile(file, 'utf8');
  const nothing = { environment: environment.id, edits: [], refused, diff: '', written: false, drift };
  if (wanted.length === 0) return nothing;
  const { synthesize } = { ...realTooling, ...options.tooling };
  const began = performance.now();
  progress.emit({ type: 'step-started', id: 'adopt', title: `Look for keys in ${shown}` });
  const trial = await Trial.start(environment.id, root, synthesize);
  let found: Awaited<ReturnType<typeof searchEdits>>;
  try {
    const tell = (message: string) => progress.emit({ type: 'step-progress', id: 'adopt', message });
    found = await searchEdits({ environment, text, wanted, trial, tell });
  } finally {
    await trial.end();
  }
  const status = found.edits.length > 0 ? 'done' : 'unchanged';
  progress.emit({ type: 'step-finished', id: 'adopt', status, durationMs: performance.now() - began });
  refused.push(...found.refused);
  if (found.edits.length === 0) return { ...nothing, refused };
  const edits = found.edits.map((edit): AdoptedEdit => ({ file: shown, ...edit }));
  assertSettled(
    edits,
    await findDrift(found.environment, {
      ...options,
      stacks: stacksOf(edits),
      cluster: false,
      maxAgeMs: undefined,
    }),
  );
  const result: AdoptResult = {
    environment: environment.id,
    edits,
    refused,
    diff: lineDiff(shown, text, found.text),
    written: false,
    drift,
  };
  if (!(await options.approve(result))) throw declined(environment.id, shown);
  await writeUnchanged(file, shown, { from: text, to: found.text });
  return { ...result, written: true };
}

function stacksOf(edits: readonly AdoptedEdit[]): string[] {
  return [...new Set(edits.flatMap(({ adopts }) => adopts.map(({ owner }) => owner)))];
}

/** A plan with the edited file must have nothing left to do about what was adopted. */
function assertSettled(edits: readonly AdoptedEdit[], after: DriftResult): void {
  const left = edits.flatMap(({ adopts, key }) =>
    adopts
      .filter(({ owner, address, path }) => isOpen(after, owner, address, path))
      .map(({ address, path }) => `${address} ${path} by ${key}`),
  );
  if (left.length === 0) return;
  throw new BacklotError({
    code: 'AdoptionUnsettled',
    message: `the edit that was found still leaves a change to plan, so nothing was written: ${left.join(', ')}`,
    source: 'platform',
    actions: [`backlot drift ${after.environment}`, `backlot drift ${after.environment} --revert`],
  });
}

function isOpen(drift: DriftResult, owner: string, address: string, path: string): boolean {
  const resource = drift.owners.find(({ id }) => id === owner)?.resources.find((each) => each.address === address);
  return resource?.attributes.some((each) => each.path === path && each.kind !== 'noise') ?? false;
}

/** Written as a whole, and only if nobody has edited it meanwhile. */
async function writeUnchanged(file: string, shown: string, { from, to }: { from: string; to: string }): Promise<void> {
  if ((await readFile(file, 'utf8')) !== from) {
    throw new BacklotError({
      code: 'FileChanged',
      message: `${shown} was edited while the drift was looked at; it was left as it is`,
      actions: again(),
    });
  }
  await writeFile(`${file}.new`, to);
  await rename(`${file}.new`, file);
}

function declined(environment: string, file: string): BacklotError {
  return new BacklotError({
    code: 'Declined',
    message: `cancelled: ${file} was not changed`,
    actions: [`backlot drift ${environment}`],
  });
}
