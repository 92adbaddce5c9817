/** Field manager of what these operations change, and the reporter of their events. */
export const FIELD_MANAGER = 'backlot-day-two';
