/**
 * How grave something is that no stack made:
 * - `critical`: it gives rights over everything, opens something to everybody, or trusts another account,
 * - `high`: it gives a right, sends data somewhere, or makes something run,
 * - `notice`: it is there, and gives nobody anything by itself.
 */
export type Severity = 'critical' | 'high' | 'notice';
