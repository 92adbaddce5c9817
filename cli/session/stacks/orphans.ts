import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { insideOf } from '../../../host/inside-of.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import { objectName, type StoredAt } from '../../kernel/stored-json.js';
import type { Cloud } from '../cloud/index.js';
import type { SessionStack } from './session-stack.js';
import { readStackConfig } from './stack-config.js';

/**
 * Stacks that the environment no longer declares but whose state still holds resources. Each gets a configuration
 * without resources, so that a plan removes what it holds; it comes after all others, which may have read from it.
 */
export async function findOrphans(
  cloud: Pick<Cloud, 'states'>,
  stacks: readonly SessionStack[],
  folder: string,
): Promise<SessionStack[]> {
  const model = stacks[0];
  if (!model) return [];
  const prefix = `${dirname(model.state.key)}/`;
  const known = new Set(stacks.map(({ state }) => state.key));
  const strange = (await cloud.states.list(model.state.bucket, prefix)).filter((key) => !known.has(key));
  const orphans = await Promise.all(
    strange.map(async (key) => {
      if (!STACK.test(key.slice(prefix.length))) throw strangeState({ bucket: model.state.bucket, key });
      const state = await cloud.states.read({ bucket: model.state.bucket, key });
      return state && state.resources.length > 0 ? adopt(key, prefix, model, stacks, folder) : undefined;
    }),
  );
  return orphans.filter((orphan) => orphan !== undefined);
}

/** As states of stacks are named: it becomes a folder, and Terraform runs in it. */
const STACK = /^[a-z][a-z0-9-]{0,62}\.tfstate$/;

function strangeState(at: StoredAt): BacklotError {
  return new BacklotError({
    code: 'StrangeState',
    message: `${objectName(at)} is no name of a state of this environment: nothing is done while it is there`,
    source: 'platform',
    hints: ['somebody put it there: look who, then move it out of the bucket'],
    actions: [shell`aws s3api list-object-versions --bucket ${at.bucket} --prefix ${at.key}`],
    details: { bucket: at.bucket, key: at.key },
  });
}

async function adopt(
  key: string,
  prefix: string,
  model: SessionStack,
  stacks: readonly SessionStack[],
  folder: string,
): Promise<SessionStack> {
  const id = key.slice(prefix.length).replace(/\.tfstate$/, '');
  const path = insideOf(join(folder, 'orphans'), id, objectName({ bucket: model.state.bucket, key }));
  const { terraform, provider } = JSON.parse(await readFile(join(model.folder, 'cdk.tf.json'), 'utf8'));
  const s3 = { ...terraform.backend.s3, key };
  const config = { terraform: { ...terraform, backend: { s3 } }, ...(provider ? { provider } : {}) };
  await mkdir(path, { recursive: true, mode: 0o700 });
  await writeFile(join(path, 'cdk.tf.json'), JSON.stringify(config, undefined, 2));
  const dependsOn = stacks.map((stack) => stack.id);
  return { id, dependsOn, resources: 0, orphan: true, folder: path, ...(await readStackConfig(id, path)) };
}
