import { withNearestName } from './nearest-environment.js';
/**
 * Everything that commands call, each loaded when it is called first, so that `--help` stays fast and tests can put
 * their own in place.
 */
export const operations = {
  loadEnvironment: async (...args: Parameters<EnvironmentModel['loadEnvironment']>) => {
    const { loadEnvironment } = await import('../../environments/model/index.js');
    return loadEnvironment(...args).catch(withNearestName);
  },
  listEnvironments: async (...args: Parameters<EnvironmentModel['listEnvironments']>) =>
    (await import('../../environments/model/index.js')).listEnvironments(...args),
  explain: async (...args: Parameters<EnvironmentModel['explain']>) =>
    (await import('../../environments/model/index.js')).explain(...args),
  renderResolved: async (...args: Parameters<EnvironmentModel['renderResolved']>) =>
    (await import('../../environments/model/index.js')).renderResolved(...args),
  synthesize: async (...args: Parameters<SynthOperation['synthesize']>) =>
    (await import('../session/synth/index.js')).synthesize(...args),
  plan: async (...args: Parameters<PlanOperation['planEnvironment']>) =>
    (await import('../delivery/plan/index.js')).planEnvironment(...args),
  deploy: async (...[environment, options]: Parameters<DeployOperation['deployEnvironment']>) =>
    (await import('../delivery/deploy/index.js')).deployEnvironment(environment, {
      proofGate,
      openCatalog,
      ...options,
    }),
  bootstrap: async (...args: Parameters<BootstrapOperation['bootstrapEnvironment']>) =>
    (await import('../lifecycle/bootstrap/index.js')).bootstrapEnvironment(...args),
  deployRole: async (environment: Parameters<DeployRole['pipelineRole']>[0]) =>
    (await import('../lifecycle/bootstrap/deploy-role.js')).pipelineRole(environment, 'deploy'),
  destroy: async (...args: Parameters<DestroyOperation['destroyEnvironment']>) =>
    (await import('../lifecycle/destroy/index.js')).destroyEnvironment(...args),
  rollback: async (...args: Parameters<RollbackOperation['rollbackEnvironment']>) =>
    (await import('../delivery/rollback/index.js')).rollbackEnvironment(...args),
  listReleases: async (...args: Parameters<ReleasesOperation['listReleases']>) =>
    (await import('../delivery/releases/index.js')).listReleases(...args),
  showRelease: async (...args: Parameters<ReleasesOperation['showRelease']>) =>
    (await import('../delivery/releases/index.js')).showRelease(...args),
  diffReleases: async (...args: Parameters<ReleasesOperation['diffReleases']>) =>
    (await import('../delivery/releases/index.js')).diffReleases(...args),
  verifyReleases: async (...args: Parameters<ReleasesOperation['verifyReleases']>) =>
    (await import('../delivery/releases/index.js')).verifyReleases(...args),
  outputs: async (...args: Parameters<OutputsOperation['readOutputs']>) =>
    (await import('../session/outputs/index.js')).readOutputs(...args),
  status: async (...args: Parameters<StatusOperation['environmentStatus']>) =>
    (await import('../insight/status/index.js')).environmentStatus(...args),
  drift: async (...args: Parameters<DriftOperation['findDrift']>) =>
    (await import('../insight/drift/index.js')).findDrift(...args),
  revertDrift: async (...args: Parameters<DriftOperation['revertDrift']>) =>
    (await import('../insight/drift/index.js')).revertDrift(...args),
  adoptDrift: async (...args: Parameters<DriftOperation['adoptDrift']>) =>
    (await import('../insight/drift/index.js')).adoptDrift(...args),
  canaryOverview: async (...args: Parameters<CanaryOperation['canaryOverview']>) =>
    (await import('../delivery/canary/index.js')).canaryOverview(...args),
  followCanaries: async (...args: Parameters<CanaryOperation['followCanaries']>) =>
    (await import('../delivery/canary/index.js')).followCanaries(...args),
  actOnCanaries: async (...args: Parameters<CanaryOperation['actOnCanaries']>) =>
    (await import('../delivery/canary/index.js')).actOnCanaries(...args),
  canaryHistory: async (...args: Parameters<CanaryOperation['canaryHistory']>) =>
    (await import('../delivery/canary/index.js')).canaryHistory(...args),
  graph: async (...args: Parameters<GraphOperation['stackGraph']>) =>
    (await import('../insight/graph/index.js')).stackGraph(...args),
  doctor: async () => (await import('../insight/doctor/index.js')).runDoctor(),
  init: async (...args: Parameters<InitOperation['initEnvironment']>) =>
    (await import('../lifecycle/init/index.js')).initEnvironment(...args),
  listBlueprints: async () => (await import('../lifecycle/init/index.js')).listBlueprints(),
  listLocks: async (...args: Parameters<LocksOperation['listLocks']>) =>
    (await import('../running/locks/index.js')).listLocks(...args),
  releaseLock: async (...args: Parameters<LocksOperation['releaseLock']>) =>
    (await import('../running/locks/index.js')).releaseLock(...args),
  streamLogs: async (...args: Parameters<DayTwoOperation['streamLogs']>) =>
    (await import('../running/day-two/index.js')).streamLogs(...args),
  readEvents: async (...args: Parameters<DayTwoOperation['readEvents']>) =>
    (await import('../running/day-two/index.js')).readEvents(...args),
  scaleService: async (...args: Parameters<DayTwoOperation['scaleService']>) =>
    (await import('../running/day-two/index.js')).scaleService(...args),
  restartServices: async (...args: Parameters<DayTwoOperation['restartServices']>) =>
    (await import('../running/day-two/index.js')).restartServices(...args),
  execInService: async (...args: Parameters<DayTwoOperation['execInService']>) =>
    (await import('../running/day-two/index.js')).execInService(...args),
  upgradeCluster: async (...args: Parameters<ClusterUpgradeOperation['upgradeCluster']>) =>
    (await import('../running/cluster-upgrade/index.js')).upgradeCluster(...args),
  createBackup: async (...args: Parameters<BackupsOperation['createBackup']>) =>
    (await import('../data/backups/index.js')).createBackup(...args),
  listBackups: async (...args: Parameters<BackupsOperation['listBackups']>) =>
    (await import('../data/backups/index.js')).listBackups(...args),
  showBackup: async (...args: Parameters<BackupsOperation['showBackup']>) =>
    (await import('../data/backups/index.js')).showBackup(...args),
  restoreBackup: async (...args: Parameters<BackupsOperation['restoreBackup']>) =>
    (await import('../data/backups/index.js')).restoreBackup(...args),
  verifyBackup: async (...args: Parameters<BackupsOperation['verifyBackup']>) =>
    (await import('../data/backups/index.js')).verifyBackup(...args),
  pruneBackups: async (...args: Parameters<BackupsOperation['pruneBackups']>) =>
    (await import('../data/backups/index.js')).pruneBackups(...args),
  backupSchedule: async (...args: Parameters<BackupsOperation['backupSchedule']>) =>
    (await import('../data/backups/index.js')).backupSchedule(...args),
  recover: async (...args: Parameters<RecoverOperation['recoverThings']>) =>
    (await import('../data/recover/index.js')).recoverThings(...args),
  sandboxUp: async (...args: Parameters<SandboxOperation['sandboxUp']>) =>
    (await import('../lifecycle/sandbox/index.js')).sandboxUp(...args),
  sandboxDown: async (...args: Parameters<SandboxOperation['sandboxDown']>) =>
    (await import('../lifecycle/sandbox/index.js')).sandboxDown(...args),
  sandboxStatus: async (...args: Parameters<SandboxOperation['sandboxStatus']>) =>
    (await import('../lifecycle/sandbox/index.js')).sandboxStatus(...args),
  sandboxReset: async (...args: Parameters<SandboxOperation['sandboxReset']>) =>
    (await import('../lifecycle/sandbox/index.js')).sandboxReset(...args),
  sandboxCoverage: async (...args: Parameters<SandboxOperation['sandboxCoverage']>) =>
    (await import('../lifecycle/sandbox/index.js')).sandboxCoverage(...args),
  buildImage: async (...args: Parameters<ImagesOperation['buildImage']>) =>
    (await import('../delivery/images/index.js')).buildImage(...args),
  readBuildArguments: async (...args: Parameters<ImagesOperation['readBuildArguments']>) =>
    (await import('../delivery/images/index.js')).readBuildArguments(...args),
  pushImage: async (...args: Parameters<ImagesOperation['pushImage']>) =>
    (await import('../delivery/images/index.js')).pushImage(...args),
  listImages: async (...args: Parameters<ImagesOperation['listImages']>) =>
    (await import('../delivery/images/index.js')).listImages(...args),
  scanImage: async (...args: Parameters<ImagesOperation['scanImage']>) =>
    (await import('../delivery/images/index.js')).scanImage(...args),
  promoteImage: async (...args: Parameters<ImagesOperation['promoteImage']>) =>
    (await import('../delivery/images/index.js')).promoteImage(...args),
  planPatches: async (...args: Parameters<PatchOperation['planPatches']>) =>
    (await import('../running/patch/index.js')).planPatches(...args),
  listSecrets: async (...args: Parameters<SecretsOperation['listSecrets']>) =>
    (await import('../data/secrets/index.js')).listSecrets(...args),
  declaredSecret: async (...args: Parameters<SecretsOperation['declaredSecret']>) =>
    (await import('../data/secrets/index.js')).declaredSecret(...args),
  setSecret: async (...args: Parameters<SecretsOperation['setSecret']>) =>
    (await import('../data/secrets/index.js')).setSecret(...args),
  rotateSecret: async (...args: Parameters<SecretsOperation['rotateSecret']>) =>
    (await import('../data/secrets/index.js')).rotateSecret(...args),
  secretConsumers: async (...args: Parameters<SecretsOperation['secretConsumers']>) =>
    (await import('../data/secrets/index.js')).secretConsumers(...args),
  runLoad: async (...args: Parameters<LoadOperation['runLoad']>) =>
    (await import('../running/load/index.js')).runLoad(...args),
  listLoad: async (...args: Parameters<LoadOperation['listLoad']>) =>
    (await import('../running/load/index.js')).listLoad(...args),
  stopLoad: async (...args: Parameters<LoadOperation['stopLoad']>) =>
    (await import('../running/load/index.js')).stopLoad(...args),
};

async function proofGate(...args: Parameters<BackupsOperation['assertProvenBackups']>): Promise<void> {
  await (await import('../data/backups/proof-gate.js')).assertProvenBackups(...args);
}

async function openCatalog(...args: Parameters<ImagesOperation['realTooling']['catalog']>) {
  return (await import('../delivery/images/index.js')).realTooling.catalog(...args);
}

/** What commands call. */
export type Operations = typeof operations;

type EnvironmentModel = typeof import('../../environments/model/index.js');
type SynthOperation = typeof import('../session/synth/index.js');
type PlanOperation = typeof import('../delivery/plan/index.js');
type DeployOperation = typeof import('../delivery/deploy/index.js');
type BootstrapOperation = typeof import('../lifecycle/bootstrap/index.js');
type DeployRole = typeof import('../lifecycle/bootstrap/deploy-role.js');
type RollbackOperation = typeof import('../delivery/rollback/index.js');
type ReleasesOperation = typeof import('../delivery/releases/index.js');
type DestroyOperation = typeof import('../lifecycle/destroy/index.js');
type OutputsOperation = typeof import('../session/outputs/index.js');
type StatusOperation = typeof import('../insight/status/index.js');
type DriftOperation = typeof import('../insight/drift/index.js');
type CanaryOperation = typeof import('../delivery/canary/index.js');
type GraphOperation = typeof import('../insight/graph/index.js');
type InitOperation = typeof import('../lifecycle/init/index.js');
type RecoverOperation = typeof import('../data/recover/index.js');
type BackupsOperation = typeof import('../data/backups/index.js');
type LocksOperation = typeof import('../running/locks/index.js');
type DayTwoOperation = typeof import('../running/day-two/index.js');
type ClusterUpgradeOperation = typeof import('../running/cluster-upgrade/index.js');
type ImagesOperation = typeof import('../delivery/images/index.js');
type PatchOperation = typeof import('../running/patch/index.js');
type LoadOperation = typeof import('../running/load/index.js');
type SecretsOperation = typeof import('../data/secrets/index.js');
type SandboxOperation = typeof import('../lifecycle/sandbox/index.js');
