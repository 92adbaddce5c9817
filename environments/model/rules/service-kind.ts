/** Kinds of services as messages say them. */
export const KIND_WORDS = { web: 'a web service', worker: 'a worker', cron: 'a cron job' } as const;
