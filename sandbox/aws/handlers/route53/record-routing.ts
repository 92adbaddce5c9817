import type { ApiObject, Attributes } from '../contract.js';

/** Arguments of which a record has at most one: how Route 53 chooses among records of one name. */
export const ROUTING: readonly string[] = [
  'cidr_routing_policy',
  'failover_routing_policy',
  'geolocation_routing_policy',
  'latency_routing_policy',
  'multivalue_answer_routing_policy',
  'weighted_routing_policy',
];

/** The members of a record set that its routing policy is made of. */
export function toRouting(state: Attributes): ApiObject {
  const cidr = state.cidr_routing_policy?.[0];
  const place = state.geolocation_routing_policy?.[0];
  return {
    CidrRoutingConfig: cidr && { CollectionId: cidr.collection_id, LocationName: cidr.location_name },
    Failover: state.failover_routing_policy?.[0]?.type,
    GeoLocation: place && {
      ContinentCode: place.continent || undefined,
      CountryCode: place.country || undefined,
      SubdivisionCode: place.subdivision || undefined,
    },
    MultiValueAnswer: state.multivalue_answer_routing_policy || undefined,
    Region: state.latency_routing_policy?.[0]?.region,
    Weight: state.weighted_routing_policy?.[0]?.weight,
  };
}

/** The routing policy of a record set. */
export function fromRouting(set: ApiObject): Attributes {
  const { CidrRoutingConfig: cidr, GeoLocation: place } = set;
  return {
    cidr_routing_policy: cidr ? [{ collection_id: cidr.CollectionId, location_name: cidr.LocationName }] : [],
    failover_routing_policy: set.Failover ? [{ type: set.Failover }] : [],
    geolocation_routing_policy: place
      ? [
          {
            continent: place.ContinentCode ?? null,
            country: place.CountryCode ?? null,
            subdivision: place.SubdivisionCode ?? null,
          },
        ]
      : [],
    latency_routing_policy: set.Region ? [{ region: set.Region }] : [],
    multivalue_answer_routing_policy: set.MultiValueAnswer ?? null,
    weighted_routing_policy: set.Weight === undefined ? [] : [{ weight: set.Weight }],
  };
}
