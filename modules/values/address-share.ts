import type { Cidr } from './cidr.js';

/** Networks that together hold more than this part of all IPv4 addresses name nobody: they open to everybody in parts. */
export const OPEN_SHARE = 1 / 16;

/** Part of all IPv4 addresses that networks hold, none of them twice: two halves are the whole. */
export function addressShare(networks: readonly Cidr[]): number {
  const outermost = networks.filter(
    (network, index) =>
      !networks.some(
        (other, at) => at !== index && other.contains(network) && (other.prefix < network.prefix || at < index),
      ),
  );
  return outermost.reduce((sum, { size }) => sum + size, 0) / 2 ** 32;
}
