import { backupLifecycle } from './backup-lifecycle.js';
import { backupProof } from './backup-proof.js';
import { backupSchedule } from './backup-schedule.js';
import { blockCountries } from './block-countries.js';
import { bucketLifecycle } from './bucket-lifecycle.js';
import { budgetAlerts } from './budget-alerts.js';
import { cacheVersion } from './cache-version.js';
import { cdnContent } from './cdn-content.js';
import { cdnDomain } from './cdn-domain.js';
import { certificateNames } from './certificate-names.js';
import { clusterAccess } from './cluster-access.js';
import { clusterEndpoint } from './cluster-endpoint.js';
import { clusterVersion } from './cluster-version.js';
import { copiesLeaveHome } from './copies-leave-home.js';
import { databaseName } from './database-name.js';
import { durationLimits } from './duration-limits.js';
import { enforcedParameters } from './enforced-parameters.js';
import { environmentId } from './environment-id.js';
import { eventFilters } from './event-filters.js';
import { eventOverlap } from './event-overlap.js';
import { githubTrust } from './github-trust.js';
import { listDuplicates } from './list-duplicates.js';
import { logRetention } from './log-retention.js';
import { needs } from './needs.js';
import { neighbours } from './neighbours.js';
import { networkCidr } from './network-cidr.js';
import { nodeArchitecture } from './node-architecture.js';
import { nodeGroupSize } from './node-group-size.js';
import { nodeLabels } from './node-labels.js';
import { performanceInsights } from './performance-insights.js';
import { placeholders } from './placeholders.js';
import { postgresVersion } from './postgres-version.js';
import { production } from './production.js';
import { queueRetention } from './queue-retention.js';
import { regionExists } from './region-exists.js';
import { renamedFrom } from './renamed-from.js';
import { resourceNames } from './resource-names.js';
import type { Rule } from './rule.js';
import { secretRotation } from './secret-rotation.js';
import { serviceCanary } from './service-canary.js';
import { serviceEnv } from './service-env.js';
import { serviceFits } from './service-fits.js';
import { serviceImage } from './service-image.js';
import { serviceMetrics } from './service-metrics.js';
import { serviceNames } from './service-names.js';
import { serviceObjective } from './service-objective.js';
import { servicePlatforms } from './service-platforms.js';
import { serviceQueue } from './service-queue.js';
import { serviceReplicas } from './service-replicas.js';
import { serviceResources } from './service-resources.js';
import { serviceRoutes } from './service-routes.js';
import { serviceSchedule } from './service-schedule.js';
import { serviceSchemas } from './service-schemas.js';
import { serviceShutdown } from './service-shutdown.js';
import { signedPaths } from './signed-paths.js';
import { signingKeys } from './signing-keys.js';
import { storageSize } from './storage-size.js';
import { subnetSizes } from './subnet-sizes.js';
import { subnetsFit } from './subnets-fit.js';
import { tags } from './tags.js';
import { takenNames } from './taken-names.js';
import { targetAccount } from './target-account.js';
import { uploadSources } from './upload-sources.js';
import { vaultLock } from './vault-lock.js';
import { wayOut } from './way-out.js';
import { windows } from './windows.js';
import { zonesExist } from './zones-exist.js';

/** All rules that go over more than one value, or that need what AWS knows, by the name of their file. */
export const RULES: Readonly<Record<string, Rule>> = {
  'backup-lifecycle': backupLifecycle,
  'backup-proof': backupProof,
  'backup-schedule': backupSchedule,
  'block-countries': blockCountries,
  'certificate-names': certificateNames,
  'event-filters': eventFilters,
  'list-duplicates': listDuplicates,
  'node-labels': nodeLabels,
  'subnet-sizes': subnetSizes,
  'bucket-lifecycle': bucketLifecycle,
  'budget-alerts': budgetAlerts,
  'cache-version': cacheVersion,
  'cdn-content': cdnContent,
  'cdn-domain': cdnDomain,
  'cluster-access': clusterAccess,
  'cluster-endpoint': clusterEndpoint,
  'cluster-version': clusterVersion,
  'copies-leave-home': copiesLeaveHome,
  'database-name': databaseName,
  'duration-limits': durationLimits,
  'enforced-parameters': enforcedParameters,
  'environment-id': environmentId,
  'event-overlap': eventOverlap,
  'log-retention': logRetention,
  'github-trust': githubTrust,
  needs: needs,
  neighbours,
  'network-cidr': networkCidr,
  'node-architecture': nodeArchitecture,
  'node-group-size': nodeGroupSize,
  'performance-insights': performanceInsights,
  placeholders,
  'postgres-version': postgresVersion,
  production: production,
  'queue-retention': queueRetention,
  'region-exists': regionExists,
  'renamed-from': renamedFrom,
  'resource-names': resourceNames,
  'secret-rotation': secretRotation,
  'service-canary': serviceCanary,
  'service-env': serviceEnv,
  'service-fits': serviceFits,
  'service-image': serviceImage,
  'service-metrics': serviceMetrics,
  'service-names': serviceNames,
  'service-objective': serviceObjective,
  'service-queue': serviceQueue,
  'service-replicas': serviceReplicas,
  'service-resources': serviceResources,
  'service-routes': serviceRoutes,
  'service-schedule': serviceSchedule,
  'service-schemas': serviceSchemas,
  'service-shutdown': serviceShutdown,
  'service-platforms': servicePlatforms,
  'signed-paths': signedPaths,
  'signing-keys': signingKeys,
  'storage-size': storageSize,
  'subnets-fit': subnetsFit,
  tags: tags,
  'taken-names': takenNames,
  'target-account': targetAccount,
  'upload-sources': uploadSources,
  'vault-lock': vaultLock,
  'way-out': wayOut,
  windows: windows,
  'zones-exist': zonesExist,
};
