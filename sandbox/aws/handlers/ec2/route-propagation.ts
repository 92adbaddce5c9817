import type { Action } from '../contract.js';

/** Makes the VPN gateways that may put routes into a table those that are declared. */
export const writePropagation: Action = {
  when: ['propagating_vgws'],
  run: async (state, { call, prior }) => {
    const wanted: readonly string[] = state.propagating_vgws ?? [];
    const known: readonly string[] = prior.propagating_vgws ?? [];
    for (const GatewayId of known.filter((id) => !wanted.includes(id))) {
      await call('DisableVgwRoutePropagation', { RouteTableId: state.id, GatewayId });
    }
    for (const GatewayId of wanted.filter((id) => !known.includes(id))) {
      await call('EnableVgwRoutePropagation', { RouteTableId: state.id, GatewayId });
    }
  },
};
