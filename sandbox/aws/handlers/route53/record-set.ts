import type { ApiObject, Attributes } from '../contract.js';

/** A name without the dot that ends it, and without Route 53's escape of the star. */
export function bareName(name: string): string {
  return name.replace(/\.$/, '').replace(/^\\052/, '*');
}

/** A record as Route 53 takes it. */
export function toRecordSet(state: Attributes): ApiObject {
  const alias = state.alias?.[0];
  return {
    Name: state.name,
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
    MultiValueAnswer: state.multivalue_answer_routing_policy || undefined,
    Weight: state.weighted_routing_policy?.[0]?.weight,
    Region: state.latency_routing_policy?.[0]?.region,
    Failover: state.failover_routing_policy?.[0]?.type,
  };
}

/** A record as Terraform knows it. */
export function fromRecordSet(set: ApiObject): Attributes {
  const alias = set.AliasTarget;
  return {
    fqdn: bareName(set.Name),
    name: bareName(set.Name),
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
  };
}

/** Text records travel in quotes; Terraform writes them without. */
function toValue(type: string, value: string): string {
  return type === 'TXT' && !value.startsWith('"') ? `"${value}"` : value;
}

function fromValue(type: string, value: string): string {
  return type === 'TXT' ? value.replace(/^"|"$/g, '') : value;
}
