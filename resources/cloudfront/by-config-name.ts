import { type Finder, listed } from '../finder.js';

export function byConfigName(operation: string, list: string, member: string, config: string): Finder {
  return listed({
    ask: `cloudfront:${operation}`,
    at: `${list}.Items`,
    same: { [`${member}.${config}.Name`]: 'name' },
    id: `${member}.Id`,
  });
}
