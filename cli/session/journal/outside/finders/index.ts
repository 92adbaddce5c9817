import type { Finder } from '../finder.js';
import { dataFinders } from './data.js';
import { edgeFinders } from './edge.js';
import { networkFinders } from './network.js';
import { platformFinders } from './platform.js';

/** How each resource type is found that a killed run may have left outside the state. */
export const FINDERS: Readonly<Record<string, Finder>> = {
  ...networkFinders,
  ...edgeFinders,
  ...dataFinders,
  ...platformFinders,
};
