import type { Environment } from '../../../environments/model/index.js';
import { pipelineDocuments } from '../../../stacks/pipeline-documents.js';
import type { BootstrapRole, PolicyJson } from './bootstrap-result.js';

/** A role of the pipeline of an environment, worked out from its file alone: nothing has to exist. */
export function pipelineRole(environment: Environment, role: 'plan' | 'deploy'): BootstrapRole {
  const { policies, ...named } = pipelineDocuments(environment, role);
  const parsed = Object.entries(policies).map(([name, text]) => [name, JSON.parse(text) as PolicyJson] as const);
  return { ...named, policies: Object.fromEntries(parsed) };
}
