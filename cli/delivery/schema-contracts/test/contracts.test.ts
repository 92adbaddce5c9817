import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { environmentWith } from '../../../../environments/model/test/rules/rule-cases.js';
import type { ServiceDeployment } from '../../services/service-deployment.js';
import { brokenByRollback, checkDeploy, releasedSchemas, schemasAfterRollback } from '../index.js';

const environment = (services: Record<string, object>): Environment =>
  environmentWith({ services: { ...services, api: { needs: ['main'], ...services.api } } });
const migrating = {
  schemas: { postgres: '>=14 <17' },
  migrates: { postgres: 15 },
  migration: { command: ['migrate'] },
};
const deployed = (service: string, more: Partial<ServiceDeployment> = {}): ServiceDeployment => ({
  service,
  status: 'deployed',
  image: 'x:1',
  pods: { ready: 1, desired: 1 },
  values: {},
  actions: [],
  durationMs: 1,
  ...more,
});
const at14 = { versions: { 'postgres.main': 14 }, contracts: { worker: { 'postgres.main': '>=12 <15' } } };

describe('schema contracts on a deploy', () => {
  it('refuse a migration beyond what a service that goes on running supports', () => {
    const check = () =>
      checkDeploy({
        environment: environment({ api: migrating }),
        deploying: ['api'],
        staying: ['worker'],
        recorded: at14,
      });
    expect(check).toThrow(
      expect.objectContaining({
        code: 'SchemaContractBroken',
        message: expect.stringContaining(
          'the migration of api goes further than others support: worker supports postgres.main >=12 <15, but it is at 15',
        ),
      }),
    );
  });

  it('refuse a service that does not support the schema that there is', () => {
    const old = environment({ api: { schemas: { main: '>=10 <14' } } });
    expect(() => checkDeploy({ environment: old, deploying: ['api'], staying: [], recorded: at14 })).toThrow(
      'api supports postgres.main >=10 <14, but it is at 14',
    );
  });

  it('let it through when the other is deployed with a wider contract, and warn of the version that is replaced', () => {
    const both = environment({ api: migrating, worker: { schemas: { postgres: '>=14 <16' } } });
    const { warnings } = checkDeploy({ environment: both, deploying: ['api', 'worker'], staying: [], recorded: at14 });
    expect(warnings).toEqual([
      'the version of worker that runs serves on until it is replaced: worker supports postgres.main >=12 <15, but it is at 15 then',
    ]);
  });

  it('know nothing of a store that nobody has recorded, unless the file says its version', () => {
    const api = { schemas: { postgres: '<3' } };
    expect(() => checkDeploy({ environment: environment({ api }), deploying: ['api'], staying: [] })).not.toThrow();
    const said = environmentWith({ services: { api }, data: { postgres: { main: { schemaVersion: 3 } } } });
    expect(() => checkDeploy({ environment: said, deploying: ['api'], staying: [] })).toThrow('but it is at 3');
  });

  it('record what was reached: not what a failed migration or a skipped service would have', () => {
    const contracts = checkDeploy({ environment: environment({ api: migrating }), deploying: ['api'], staying: [] });
    const hook = { code: 'HookFailed', message: 'x', source: 'user', actions: [] };
    const versionsOf = (each: ServiceDeployment) => releasedSchemas(contracts, [each], undefined)?.versions;
    expect(versionsOf(deployed('api'))).toEqual({ 'postgres.main': 15 });
    expect(versionsOf(deployed('api', { status: 'failed', error: hook }))).toBeUndefined();
    expect(versionsOf(deployed('api', { status: 'skipped', values: undefined }))).toBeUndefined();
    // The pods failed, but the migration ran before them.
    const crashed = { code: 'CrashLoop', message: 'x', source: 'user', actions: [] };
    expect(versionsOf(deployed('api', { status: 'failed', error: crashed }))).toEqual({ 'postgres.main': 15 });
  });

  it('keep the contract of the version that serves on after a failure', () => {
    const contracts = checkDeploy({ environment: environment({ api: migrating }), deploying: ['api'], staying: [] });
    const before = { versions: {}, contracts: { api: { 'postgres.main': '>=12' } } };
    expect(releasedSchemas(contracts, [deployed('api', { status: 'aborted' })], before)?.contracts).toEqual(
      before.contracts,
    );
  });
});

describe('schema contracts on a rollback', () => {
  const target = { versions: { 'postgres.main': 14 }, contracts: { api: { 'postgres.main': '>=12 <15' } } };
  const current = {
    versions: { 'postgres.main': 15 },
    contracts: { api: { 'postgres.main': '>=15' }, worker: { 'postgres.main': '>=14' } },
  };

  it('hold the services of then against the schema of today', () => {
    const broken = brokenByRollback({ target, current, declared: {}, services: ['api'] });
    expect(broken).toEqual([{ service: 'api', store: 'postgres.main', supports: '>=12 <15', version: 15 }]);
    expect(brokenByRollback({ target, current, declared: {}, services: ['worker'] })).toEqual([]);
    expect(brokenByRollback({ target, current: target, declared: {}, services: ['api'] })).toEqual([]);
  });

  it('are recorded as those of then, with the versions of today', () => {
    expect(schemasAfterRollback({ target, current, declared: {}, services: ['api'] })).toEqual({
      versions: { 'postgres.main': 15 },
      contracts: { api: { 'postgres.main': '>=12 <15' }, worker: { 'postgres.main': '>=14' } },
    });
  });
});
