import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { Handler } from '../../handlers/contract.js';
import type { AnswerLog } from '../answers/answer-log.js';
import { AwsClients } from '../client/aws-clients.js';
import { create, refresh, remove, update } from '../engine/apply.js';
import { providerSettings } from '../engine/provider-settings.js';
import { type ResourceType, type Run, resourceType } from '../engine/resource-type.js';
import { parseTemplate } from '../mapping/template.js';
import { planChange } from '../plan/plan-change.js';
import { providerSchema } from '../schema/provider-schema.js';
import type { Schemas } from '../schema/schema.js';
import { wireSchema } from '../schema/wire.js';
import { conform } from '../values/conform.js';
import { type DynamicValue, fromDynamicValue, toDynamicValue } from '../values/dynamic-value.js';
import { isObject, type Value, type ValueObject } from '../values/value.js';
import { toDiagnostic } from './diagnostics.js';

/** What a provider serves. */
export interface ProviderServiceProps {
  readonly endpoint: string;
  /** Where core runs. */
  readonly folder: string;
  readonly schemas: Schemas;
  readonly handlers: ReadonlyMap<string, Handler>;
  /** Notes what the emulator is asked and answers. @default nobody does */
  readonly log?: AnswerLog;
}

type Message = Record<string, never> & {
  readonly type_name: string;
  readonly id: string;
  readonly config?: DynamicValue;
  readonly prior_state?: DynamicValue;
  readonly proposed_new_state?: DynamicValue;
  readonly planned_state?: DynamicValue;
  readonly current_state?: DynamicValue;
  readonly raw_state?: DynamicValue;
};

const CAPABILITIES = { plan_destroy: false, get_provider_schema_optional: false, move_resource_state: false };

/** Answers core's calls; one for each connection of core, since each configures its own. */
export class ProviderService {
  private readonly stop = new AbortController();
  private run: Run | undefined;
  /** Made once per type: the form of a type takes longer to work out than a small request. */
  private readonly resources = new Map<string, ResourceType>();

  constructor(private readonly props: ProviderServiceProps) {}

  getMetadata() {
    const resources = Object.keys(this.props.schemas).map((type_name) => ({ type_name }));
    return { server_capabilities: CAPABILITIES, resources };
  }

  getProviderSchema() {
    const entries = Object.entries(this.props.schemas).map(([type, schema]) => [type, wireSchema(schema)]);
    return {
      provider: wireSchema(providerSchema()),
      resource_schemas: Object.fromEntries(entries),
      data_source_schemas: {},
      server_capabilities: CAPABILITIES,
    };
  }

  /** Core configures once per walk; what was unknown while planning is known while applying. */
  configure({ config }: Message) {
    const settings = providerSettings(fromDynamicValue(config));
    this.run?.clients.destroy();
    this.resources.clear();
    const clients = new AwsClients({ endpoint: this.props.endpoint, account: settings.account, log: this.props.log });
    this.run = { clients, settings, folder: this.props.folder, signal: this.stop.signal };
    return {};
  }

  upgradeState({ type_name, raw_state }: Message) {
    const value = fromDynamicValue(raw_state);
    return { upgraded_state: this.pack(type_name, isObject(value) ? value : null) };
  }

  async read({ type_name, current_state }: Message) {
    const state = fromDynamicValue(current_state);
    if (!isObject(state)) return { new_state: current_state };
    return this.guard('reading', type_name, state, { new_state: current_state }, async (resource) => ({
      new_state: this.pack(type_name, await refresh(resource, state)),
    }));
  }

  async plan({ type_name, prior_state, proposed_new_state, config }: Message) {
    const [prior, proposed] = [fromDynamicValue(prior_state), fromDynamicValue(proposed_new_state)];
    if (!isObject(proposed)) return { planned_state: toDynamicValue(null) };
    const configured = fromDynamicValue(config);
    return this.guard('planning', type_name, proposed, {}, async (resource) => {
      const { planned, replace } = await planChange(resource, {
        prior: isObject(prior) ? prior : null,
        proposed,
        config: isObject(configured) ? configured : {},
      });
      return {
        planned_state: toDynamicValue(planned),
        requires_replace: replace.map((name) => ({ steps: [{ attribute_name: name }] })),
        legacy_type_system: true,
      };
    });
  }

  async apply({ type_name, prior_state, planned_state, config }: Message) {
    const [prior, planned, configured] = [prior_state, planned_state, config].map(fromDynamicValue) as Value[];
    const subject = isObject(planned ?? null) ? (planned as ValueObject) : ((prior ?? null) as ValueObject);
    const doing = !isObject(planned ?? null) ? 'deleting' : isObject(prior ?? null) ? 'updating' : 'creating';
    return this.guard(doing, type_name, subject, { new_state: prior_state }, async (resource) => {
      const settings = isObject(configured ?? null) ? (configured as ValueObject) : {};
      const { state, error } =
        doing === 'deleting'
          ? await remove(resource, prior as ValueObject)
          : doing === 'updating'
            ? await update(resource, prior as ValueObject, planned as ValueObject, settings)
            : await create(resource, planned as ValueObject, settings);
      return {
        new_state: this.pack(type_name, state),
        legacy_type_system: true,
        diagnostics: error === undefined ? [] : [toDiagnostic(error, doing, type_name, subject, resource.schema.block)],
      };
    });
  }

  async import({ type_name, id }: Message) {
    return this.guard('importing', type_name, { id }, {}, async (resource) => {
      const { handler, run } = resource;
      const template = handler.importId ?? handler.id ?? '{id}';
      const [bare, region] = 'region' in resource.schema.block.attributes ? splitRegion(id) : [id, undefined];
      const parts = parseTemplate(template, bare);
      if (!parts) {
        throw new BacklotError({
          code: 'InvalidImportId',
          message: `'${id}' is not an import id of ${type_name}; its form is ${template}`,
        });
      }
      const base = { id: bare, region: region ?? run.settings.region, ...parts } as ValueObject;
      const state = await refresh(resource, conform(base, resource.schema.block));
      if (!state) throw new BacklotError({ code: 'NothingToImport', message: `there is no ${type_name} '${id}'` });
      for (const name of [...(handler.local ?? []), ...Object.keys(handler.recordedAttributes ?? {})]) {
        if (handler.defaults && name in handler.defaults) state[name] = (handler.defaults[name] ?? null) as Value;
      }
      return { imported_resources: [{ type_name, state: this.pack(type_name, state) }] };
    });
  }

  readData({ type_name }: Message) {
    const error = new BacklotError({ code: 'NoDataSource', message: `the sandbox has no data source ${type_name}` });
    return { diagnostics: [toDiagnostic(error, 'reading', type_name, null)] };
  }

  /** Core asks to stop: waits end, and what exists by then is returned to the state. */
  stopNow() {
    this.stop.abort();
    return {};
  }

  close(): void {
    this.run?.clients.destroy();
  }

  private pack(type: string, state: ValueObject | null): DynamicValue {
    const schema = this.props.schemas[type];
    return toDynamicValue(state && schema ? conform(state, schema.block) : state);
  }

  private async guard<T extends object>(
    doing: string,
    type: string,
    state: Value,
    otherwise: T,
    work: (resource: ResourceType) => Promise<object>,
  ): Promise<object> {
    const schema = this.props.schemas[type];
    const handler = this.props.handlers.get(type);
    try {
      if (!schema || !handler || !this.run) {
        throw new BacklotError({
          code: 'UnhandledType',
          source: 'platform',
          message: `the sandbox has no handler for ${type}`,
        });
      }
      const resource = this.resources.get(type) ?? resourceType(schema, handler, this.run);
      this.resources.set(type, resource);
      return await work(resource);
    } catch (error) {
      return { ...otherwise, diagnostics: [toDiagnostic(error, doing, type, state, schema?.block)] };
    }
  }
}

/** `queue@us-east-1` → the id, and the region where that is not the provider's. */
function splitRegion(id: string): readonly [string, string | undefined] {
  const match = /^(.+)@([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(id);
  return match ? [match[1] as string, match[2]] : [id, undefined];
}
