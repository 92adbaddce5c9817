import type { ApiObject, Attributes } from '../contract.js';
import { fromRouting, toRouting } from './record-routing.js';

/** A name without the dot that ends it, and without Route 53's escape of the star. */
export function bareName(name: string): string {
  return name.replace(/\.$/, '').replace(/^\\052/, '*');
}

/** The whole name of a record: one that does not end with its zone's name is meant inside the zone. */
export function wholeName(name: string, zone: string): string {
  const [own, outer] = [bareName(name).toLowerCase(), bareName(zone).toLowerCase()];
  if (own === '') return outer;
  return own === outer || own.endsWith(`.${outer}`) ? own : `${own}.${outer}`;
}

/** A record as Route 53 takes it. */
export function toRecordSet(state: Attributes, zone: string): ApiObject {
  const alias = state.alias?.[0];
  return {
    Name: wholeName(state.name, zone),
    Type: state.type,
    SetIdentifier: state.set_identifier || undefined,
    TTL: alias ? undefined : state.ttl,
    ResourceRecords: alias
      ? undefined
      : (state.records ?? []).map((value: string) => ({ Value: toValue(state.type, value) })),
    AliasTarget: alias && {
      DNSName: alias.name,
      HostedZoneId: alias.zone_id,
      EvaluateTargetHealth: alias.evaluate_target_health ?? false,
    },
    HealthCheckId: state.health_check_id || undefined,
    ...toRouting(state),
  };
}

/** A record as Terraform knows it. */
export function fromRecordSet(set: ApiObject): Attributes {
  const alias = set.AliasTarget;
  return {
    fqdn: bareName(set.Name),
    type: set.Type,
    set_identifier: set.SetIdentifier ?? null,
    ttl: alias ? null : (set.TTL ?? null),
    records: alias ? null : (set.ResourceRecords ?? []).map(({ Value }: ApiObject) => fromValue(set.Type, Value)),
    alias: alias
      ? [
          {
            name: bareName(alias.DNSName),
            zone_id: alias.HostedZoneId,
            evaluate_target_health: alias.EvaluateTargetHealth,
          },
        ]
      : [],
    health_check_id: set.HealthCheckId ?? null,
    ...fromRouting(set),
  };
}

/** Text records travel in quotes; Terraform writes them without. */
function toValue(type: string, value: string): string {
  return type === 'TXT' && !value.startsWith('"') ? `"${value}"` : value;
}

function fromValue(type: string, value: string): string {
  return type === 'TXT' ? value.replace(/^"|"$/g, '') : value;
}
