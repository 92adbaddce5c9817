/** Groups that people are put in. */
export const GROUPS = { platform: 'backlot:platform', sre: 'backlot:sre', readOnly: 'backlot:read-only' } as const;
