import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { operations } from '../../../base-command/operations.js';
import { environment, FixtureEnvironment } from '../../../test/fixtures/fixture-environment.js';
import { BUCKET, type FixtureStack } from '../../../test/fixtures/fixture-stacks.js';
import { deployEnvironment, type ProofGate } from '../index.js';

const yes = async () => true;
const base: FixtureStack = { id: 'base', data: { name: { input: 'one' } } };
const gated = { ...environment, backup: { proof: { maxAge: '7d', assertions: {} } } } as unknown as Environment;
const HEAD = { version: 4, serial: 1, lineage: 'a-lineage', outputs: {} };
const shut: ProofGate = async () => {
  throw new BacklotError({ code: 'BackupNotProven', message: 'no restore was ever proven' });
};

let fixture: FixtureEnvironment;
beforeEach(async () => {
  fixture = await FixtureEnvironment.start([base]);
});
afterEach(() => fixture.stop());

describe('the gate of proven backups', () => {
  it('is asked only where the environment wants proofs, and what it throws keeps everything as it was', async () => {
    const options = { ...fixture.options, approve: yes, proofGate: shut };
    await expect(deployEnvironment(gated, options)).rejects.toMatchObject({ code: 'BackupNotProven' });
    expect(fixture.states(BUCKET)).toEqual([]);
    expect(await deployEnvironment(environment, options)).toMatchObject({ outcome: 'complete' });
  });

  it('is passed by for a reason, which is told', async () => {
    const options = { ...fixture.options, approve: yes, proofGate: shut, skipProofGate: 'the drill is tomorrow' };
    expect(await deployEnvironment(gated, options)).toMatchObject({ outcome: 'complete' });
    const message = 'no restore was ever proven; overridden: the drill is tomorrow';
    expect(fixture.events).toContainEqual({ type: 'note', level: 'warning', message });
  });

  it('does not stand open where nobody put one', async () => {
    const deploy = deployEnvironment(gated, { ...fixture.options, approve: yes });
    await expect(deploy).rejects.toThrow("'local' asks for proven backups");
    expect(fixture.states(BUCKET)).toEqual([]);
  });

  it('stands in the deploy that commands call', async () => {
    const options = { ...fixture.options, approve: yes };
    // Nothing holds data yet: there is nothing to prove.
    expect(await operations.deploy(gated, options)).toMatchObject({ outcome: 'complete' });
    const instances = [{ attributes: { identifier: 'fixture-local-main', engine: 'postgres' } }];
    const resources = [{ mode: 'managed', type: 'aws_db_instance', name: 'main', instances }];
    fixture.objects.put(BUCKET, 'local/data.tfstate', JSON.stringify({ ...HEAD, resources }));
    await expect(operations.deploy(gated, options)).rejects.toMatchObject({ code: 'BackupNotProven', exitCode: 1 });
  });
});
