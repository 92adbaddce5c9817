/** Reads Terraform's form of a budget's time, `2026-11-01_00:00` in UTC. */
export function toBudgetTime(text: string): Date {
  return new Date(`${text.replace('_', 'T')}Z`);
}

/** Writes a time in that form; null when there is none. */
export function fromBudgetTime(time: Date | undefined): string | null {
  return time ? time.toISOString().slice(0, 16).replace('T', '_') : null;
}
